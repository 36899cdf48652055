"""How often Python's own mail headers change a subject, and ours.

Run `python benchmarks/headers.py`. Three thousand subjects of French, Arabic and Chinese words
are written and read back by Python's parser (both) and by a Rust parser (ours).
"""

import email
import email.policy
import random
import sys
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import fast_mail_parser

from briefgen.publishing import mail

WORDS = [
    "plan",
    "«",
    "»",
    "l’été",
    "été",
    "après",
    "12",
    "—",
    "Kim",
    "“great”",
    "عنوان",
    "嫦娥六号",
    "deux:",
    "(+1)",
]
SUBJECTS = 3000


def main() -> None:
    rng = random.Random(2)
    subjects = [" ".join(rng.choices(WORDS, k=rng.randint(1, 20))) for _ in range(SUBJECTS)]
    theirs = sum(_by_python(subject) != subject for subject in subjects)
    ours = [_by_us(subject) for subject in subjects]
    changed = sum(pair != (subject, subject) for pair, subject in zip(ours, subjects, strict=True))
    print(f"Python {sys.version.split()[0]}, {SUBJECTS} subjects")
    print(f"changed by email.message.EmailMessage: {theirs}")
    print(f"changed by briefgen.publishing.mail, by either parser: {changed}")


def _by_python(subject: str) -> str:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["Subject"] = subject
    return str(email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)["Subject"])


def _by_us(subject: str) -> tuple[str, str]:
    data = mail.message([mail.header("Subject", subject)], "x", "x", boundary="b")
    read = email.message_from_bytes(data, policy=email.policy.default)
    return str(read["Subject"]), str(fast_mail_parser.parse_email(data).subject)


if __name__ == "__main__":
    main()
