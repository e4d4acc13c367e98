#!/usr/bin/env python3
"""Makes pinyin.txt and simplified.txt beside it from Debian's package unicode-data (Unihan).

pinyin.txt: a line per syllable without its tone, then the characters read so (their usual reading in mainland China).
simplified.txt: a line per traditional character, then its simplified form.
"""
import bz2
import pathlib
import unicodedata

UNIHAN = pathlib.Path("/usr/share/unicode")
HERE = pathlib.Path(__file__).parent


def rows(name, *properties):
    with bz2.open(UNIHAN / f"Unihan_{name}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            code, _, rest = line.rstrip("\n").partition("\t")
            key, _, value = rest.partition("\t")
            if key in properties and len(code) == 6 and 0x4E00 <= int(code[2:], 16) <= 0x9FFF:
                yield chr(int(code[2:], 16)), value


def syllable(reading):
    plain = unicodedata.normalize("NFD", reading.split()[0])
    marks = "".join(c for c in plain if c == "\u0308" or not unicodedata.combining(c))
    return marks.replace("u\u0308", "v")


usual = {char for char, _ in rows("OtherMappings", "kGB0", "kTGH")}
readings = {}
for char, value in rows("Readings", "kMandarin"):
    readings.setdefault(syllable(value), []).append(char)
(HERE / "pinyin.txt").write_text(
    "".join(f"{s} {''.join(sorted(chars))}\n" for s, chars in sorted(readings.items())), encoding="utf-8")

pairs = []
for char, value in rows("Variants", "kSimplifiedVariant"):
    targets = [chr(int(t[2:], 16)) for t in value.split() if len(t) == 6]
    # A character that is itself in use on the mainland stays as it is.
    if char not in usual and (others := [t for t in targets if t in usual and t != char]):
        pairs.append(char + others[0])
(HERE / "simplified.txt").write_text("".join(f"{p}\n" for p in sorted(pairs)), encoding="utf-8")
