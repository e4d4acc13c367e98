#!/usr/bin/env python3
"""Draws docs/data-model.svg from the schema of an embedded store: python3 docs/data-model.py App_Data/store.db > docs/data-model.svg"""
import re
import sqlite3
import sys

COLUMNS = [  # of the picture, from left to right, with their tables from the top down
    ("Catalogue", ["Vendors", "Salespeople", "Categories", "Companies", "Pictures", "PictureFiles"]),
    ("Products, articles", ["Products", "Articles", "ArticleCategory"]),
    ("Comments, visits", ["Comments", "CommentBlocks", "CommentRules", "ModerationActs", "Visits", "EmptySearches"]),
    ("Inquiries, mail", ["Inquiries", "InquiryKeys", "InquiryParts", "InquiryLines", "InquirySteps", "OutboxMails"]),
    ("Staff, history", ["Staff", "StaffPasskeys", "StaffLinks", "StaffSessions", "Revisions", "BulkChanges", "AuditEntries"]),
    ("Feed, addresses, the door", ["Changes", "SlugHistories", "SignInTries", "SealingKeys"]),
]
WIDTH, GAP, LINE, HEAD, TOP = 236, 20, 17, 26, 84


def described(db, table):
    """Lines of a table's box: (mark, name, note)."""
    refers = {row[3]: row[2] for row in db.execute(f'pragma foreign_key_list("{table}")')}
    unique = set()
    for _, name, is_unique, *_ in db.execute(f'pragma index_list("{table}")').fetchall():
        columns = [row[2] for row in db.execute(f'pragma index_info("{name}")')]
        if is_unique and len(columns) == 1:
            unique.add(columns[0])
    for _, name, kind, required, _, key in db.execute(f'pragma table_info("{table}")'):
        mark = "PK" if key else "FK" if name in refers else "U" if name in unique else ""
        note = "→ " + refers[name] if name in refers else kind.lower() + ("" if required or key else "?")
        yield mark, name, note


def main():
    db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    drawn = {t for _, tables in COLUMNS for t in tables}
    there = {row[0] for row in db.execute("select name from sqlite_master where type = 'table' and name not like '\\_\\_%' escape '\\' and name not like 'sqlite%'")}
    if there != drawn:
        sys.exit(f"Not the tables that this picture knows: {sorted(there ^ drawn)}")
    boxes, bottom = [], 0
    for column, (title, tables) in enumerate(COLUMNS):
        x, y = GAP + column * (WIDTH + GAP), TOP
        boxes.append(f'<text x="{x}" y="{TOP - 16}" class="g">{title}</text>')
        for table in tables:
            lines = list(described(db, table))
            height = HEAD + len(lines) * LINE + 10
            boxes.append(f'<g><rect x="{x}" y="{y}" width="{WIDTH}" height="{height}" rx="5" fill="#ffffff" stroke="#9fb0b7"/>'
                         f'<path d="M{x} {y + HEAD}v-21a5 5 0 0 1 5-5h{WIDTH - 10}a5 5 0 0 1 5 5v21z" fill="#135e6e"/><text x="{x + 10}" y="{y + 18}" class="h">{table}</text>')
            for n, (mark, name, note) in enumerate(lines):
                base = y + HEAD + 16 + n * LINE
                boxes.append(f'<text x="{x + 8}" y="{base}" class="m">{mark}</text><text x="{x + 32}" y="{base}"{" class=" + chr(34) + "k" + chr(34) if mark else ""}>{name}</text><text x="{x + WIDTH - 8}" y="{base}" class="n">{note}</text>')
            boxes.append("</g>")
            y += height + GAP
        bottom = max(bottom, y)
    width = GAP + len(COLUMNS) * (WIDTH + GAP)
    print(f'''<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom}" width="{width}" height="{bottom}" role="img" aria-labelledby="title desc">
<title id="title">Tables of the store and what they refer to</title>
<desc id="desc">Each table with its columns: PK primary key, U unique, FK refers to the table behind the arrow, ? may be null. Types are SQLite's.</desc>
<style>text {{ font: 12px system-ui, "Segoe UI", "Noto Sans", sans-serif; fill: #1d2a30 }} .h {{ font-size: 14px; font-weight: 600; fill: #ffffff }} .g {{ font-size: 15px; font-weight: 600; fill: #135e6e }} .m {{ font-size: 9.5px; font-weight: 600; fill: #8a5a00 }} .k {{ font-weight: 600 }} .n {{ font-size: 11px; fill: #5a6a72; text-anchor: end }} .c {{ fill: #5a6a72 }}</style>
<rect width="{width}" height="{bottom}" fill="#f7f9f9"/>
<text x="{GAP}" y="30" class="c">PK primary key · U unique · FK refers to the table behind the arrow · ? may be null · types as SQLite has them</text>''')
    print("\n".join(re.sub(r' class="m"></text>', '></text>', b) for b in boxes))
    print("</svg>")


main()
