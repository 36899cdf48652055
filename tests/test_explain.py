from datetime import UTC, datetime

from click.testing import CliRunner

from briefgen.commands.explain import explain


def test_a_report_says_what_was_made_of_a_file(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(
        "Le port rouvre\n\nComme en 2022, il gèle ce vendredi 15 septembre.\n\nAvec AFP\n",
        "utf-8",
    )
    result = CliRunner().invoke(explain, [str(file)], obj=datetime(2026, 11, 20, tzinfo=UTC))
    assert result.exit_code == 0, result.output
    assert "title  Le port rouvre" in result.output
    assert "2023-09-15 (day)" in result.output
    assert "out    agency: Avec AFP" in result.output
