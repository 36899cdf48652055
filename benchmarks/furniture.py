"""How much prose is taken for furniture, line by line, and how much furniture for prose.

    python benchmarks/furniture.py [EVAL_FOLDER]

Prose: the full sentences of articles.jsonl.xz (eight words or more, a capital, a stop), each on a
line of its own. Furniture: lines of our own in the manner of many sites, in twelve languages.
EVAL_FOLDER is ../shared/eval by default.
"""

import json
import lzma
import sys
from itertools import islice
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from briefgen.language.sentences import split_sentences
from briefgen.language.tags import Language
from briefgen.reading.lines import line_kind

LEAST_WORDS = 8
PROSE = {"text", "heading"}
FURNITURE = """
Lire aussi : la tempête a fait trois blessés
À lire également : Cinquante ans après Apollo 17
Lire aussi Le port de Brest ferme ses portes
Voir aussi notre dossier sur la pêche
Publié le 08/12/2024 à 13h05 - Temps de lecture : 2 min
Mis à jour le 3 avril 2024 à 10h12
Partager sur Facebook Partager sur X Envoyer par e-mail
Votre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *
Abonnez-vous à notre lettre d’information
Il vous reste 83.5% de cet article à lire. La suite est réservée aux abonnés.
Déjà abonné ? Connectez-vous.
Avec votre accord, nous et nos 842 partenaires utilisons des cookies.
Inscrivez-vous à notre newsletter pour recevoir chaque matin l'essentiel de l'actualité.
Le port vu du ciel, le 3 mai 2024 (Photo by Paul MOREL / POOL / AFP)
Un bateau quitte le port ( AFP / Anne Roy )
Le ministre à Brest. Photo prise le 3 mai 2024. © Le Phare / Jean Petit
La foule devant la mairie - Jean Petit / AFP
Le président à son arrivée. REUTERS/Jean Petit
Photo d'illustration. (Jean Petit / Le Phare)
Getty Images
Alina Morel et Paul Petit ont contribué à cet article.
Les journalistes Anne Roy à Brest et Paul Morel ont contribué à ce reportage.
Avec AFP
Jeanne Martin avec AFP
(AFP)
Par Jeanne Martin
Par Jean Dupont, Le Figaro, le 15 juillet 2025
Tous droits réservés
Accueil > Culture > Patrimoine
Laisser un commentaire
12 mars 2024
Brest, le 12 mars 2024
Read more: Harbour reopens after the storm
Read more about it here.
Reporting by Anna Smith in Berlin; editing by Jane Miller
John Smith contributed to this report.
Additional reporting by Mary Jones
File photo of the minister in Berlin
A boat leaves the harbour. (AP Photo/Jane Miller)
The harbour at dawn. Jane Miller/Getty Images
We use cookies and similar technologies. You can withdraw your consent at any time.
Already a subscriber? Sign in to continue reading.
Subscribe to our newsletter and cancel anytime.
By Jane Miller
Brussels, July 10, 2025
Share this
Lesen Sie auch: Hafen öffnet wieder
Foto: Jan Becker/dpa
Von Jan Becker
Mitarbeit: Anna Schmidt
Zürich, 19. Juni 2025.
Bereits Abonnent? Jetzt abonnieren und weiterlesen.
Wir und unsere Partner verwenden Cookies mit Ihrer Einwilligung.
Lea también: El puerto reabre tras la tormenta
Con información de EFE
Foto de archivo del presidente
Suscríbete a nuestra newsletter sin compromiso.
Leggi anche: Il porto riapre
Riproduzione riservata
Hanno collaborato Anna Rossi e Paolo Bianchi
Leia também: o porto reabre
Colaborou Ana Souza
Foto: Divulgação
Читайте также: порт снова открыт
Фото: Иван Петров / РИА Новости
Редактор Анна Белова
Подпишитесь на нашу рассылку.
بقلم أحمد علي
اقرأ أيضا: الميناء يفتح أبوابه
تصوير: رويترز
图片来源：新华社
延伸阅读：港口重新开放
责任编辑：王明
김철수 기자
"""


def prose(folder, every):
    """Give the full sentences of every so manyth article."""
    with lzma.open(Path(folder) / "articles.jsonl.xz", "rt", encoding="utf-8") as file:
        for row in islice(file, 0, None, every):
            text = json.loads(row)["article"]
            for start, end in split_sentences(text, Language("fr")):
                told = text[start:end]
                whole = told[-1] in '.!?…»"' and told[0].isupper()
                if whole and len(told.split()) >= LEAST_WORDS:
                    yield told


def measure(folder, every=1):
    """Give the sentences read, those taken for furniture and the furniture taken for prose.

    With `every` 20, only the 1st, 21st, … article is read.
    """
    read, lost = 0, []
    for sentence in prose(folder, every):
        read += 1
        if line_kind(sentence) not in PROSE:
            lost.append(sentence)
    let_in = [line for line in FURNITURE.strip().splitlines() if line_kind(line) in PROSE]
    return read, lost, let_in


def main():
    arguments = [one for one in sys.argv[1:] if not one.startswith("--")]
    folder = arguments[0] if arguments else Path(__file__).parents[2] / "shared" / "eval"
    read, lost, let_in = measure(folder)
    lines = len(FURNITURE.strip().splitlines())
    print(f"{len(lost)} of {read:,} sentences were taken for furniture")
    print(f"{len(let_in)} of {lines} lines of furniture were taken for prose")
    print("\n".join([*lost, *let_in]))


if __name__ == "__main__":
    main()
