"""Where our Markdown, which is Python's, differs from the CommonMark specification on purpose: number by number.

The numbers are those of the specification's examples. A number that comes or goes is a change that somebody must see.
"""

DIFFERENCES: dict[str, set[int]] = {
    # Blanks and code
    "tabs become blanks before anything else": {1, 2, 3},
    "code in a list item begins by its level, not by where its words begin": {
        5, 7, 257, 264, 270, 271, 273, 274, 286, 287, 288, 290,
    },
    "blanks at the edges of code go": {112, 118, 129, 138, 331, 332, 333, 334, 336},
    "a fence begins at the margin, ends with as many marks, and names its language in one word; else it is no fence": {
        24, 34, 124, 126, 127, 128, 131, 132, 133, 135, 136, 137, 139, 143, 144, 146, 237, 263, 278, 318, 321, 324,
    },
    "marks of code bind before tags and addresses, and unequal ones bind too": {344, 346, 347},
    # Headings and rules
    "an underline makes a heading of the one line above it, whatever that is": {
        43, 81, 82, 84, 86, 92, 94, 95, 98, 99, 101, 216, 234, 281, 282, 300,
    },
    "marks wide apart are lists in lists, not a rule": {11, 53},
    "a heading's marks stand at the margin, need no blank after them, six count, and closing ones go": {
        63, 64, 68, 71, 73, 75, 76, 646,
    },
    # Lists and quotations
    "a list wants an empty line before it": {303, 305},
    "an item wants words on its first line": {280, 283, 284, 315},
    "a number in a list is followed by a point, and may be long": {266, 296, 297, 302},
    "another mark goes on with the same list": {301},
    "only items after an empty line become paragraphs": {314, 316, 317, 319},
    "four blanks are one level of a list, whatever stands above": {312, 313},
    "quotations one after another are one; lines after one belong to it": {235, 236, 242, 249, 252},
    # Tags
    "words in pointed brackets that are no tag of HTML, and that nobody closes, are shown": {
        150, 195, 597, 600, 612, 614,
    },
    "what stands between block tags is left as it is, to the end tag; other tags hinder nothing": {
        148, 151, 152, 155, 161, 162, 163, 164, 165, 166, 167, 177, 178, 184, 186, 188, 191,
    },
    "a tag that never ends is words": {156, 157, 158, 628},
    "a broken tag goes, and so do the words of a comment": {618, 620, 623, 626, 632},
    "a number of no character becomes the sign for that": {28},
    # Links, pictures, addresses
    "an address in a link may hold blanks, quotation marks, and brackets": {
        41, 487, 489, 490, 492, 493, 507, 567,
    },
    "the first of links in links counts": {517, 518, 519, 531, 532},
    "a link's brackets bind before tags and addresses in them": {523, 525, 535, 537},
    "the address behind a name may follow after a blank or a line, and names are compared sign by sign": {
        194, 196, 201, 213, 539, 540, 541, 542, 548, 549, 550, 551, 558, 568, 570,
    },
    "the words of a picture are taken as they are written": {572, 573, 575, 576, 584, 588},
    "addresses in pointed brackets: a backslash protects there too, and blanks may be in them": {
        20, 596, 601, 602, 605,
    },
    # Emphasis
    "stars beside brackets and quotation marks open and close; strong goes outside of emphasis": {
        352, 367, 368, 379, 391, 415, 466, 467,
    },
}  # fmt: skip

# Of these, the letters that CommonMark shows and we do not: addresses, titles, numbers and tags, never a sentence.
LETTERS_GONE = {
    "numbers of items beyond what a list can show": {266, 313},
    "addresses, names and titles that belong to a link": {
        41, 201, 213, 487, 489, 492, 493, 507, 518, 519, 525, 531, 537, 541, 542, 550, 551, 567,
    },
    "tags, and the mark of a fence": {161, 178, 184, 191, 618, 620, 623, 632},
    "a number that is no character": {28},
}  # fmt: skip
COUNTS = {
    "Tabs": (11, 6), "Backslash escapes": (13, 2), "Entity and numeric character references": (17, 3),
    "Precedence": (1, 0), "Thematic breaks": (19, 2), "ATX headings": (18, 7), "Setext headings": (27, 10),
    "Indented code blocks": (12, 2), "Fenced code blocks": (29, 16), "HTML blocks": (44, 21),
    "Link reference definitions": (27, 6), "Paragraphs": (8, 0), "Blank lines": (1, 0), "Block quotes": (25, 7),
    "List items": (48, 21), "Lists": (26, 14), "Inlines": (1, 0), "Code spans": (22, 8),
    "Emphasis and strong emphasis": (131, 8), "Links": (90, 27), "Images": (22, 6), "Autolinks": (19, 6),
    "Raw HTML": (21, 8), "Hard line breaks": (15, 1), "Soft line breaks": (2, 0), "Textual content": (3, 0),
}  # fmt: skip

# Of the parser's own documentation: what we leave switched off, and the samples that show it.
SWITCHED_OFF = {
    "codehilite": 6, "legacy_attrs": 3, "nl2br": 1, "wikilinks": 5,
    "a table of contents inside the text": 2, "signs for links beside headings": 1,
}  # fmt: skip
# Of its sample files: those that show what an extension of ours changes.
FILES_THAT_DIFFER = {
    "funky-list": "a list goes on with its own kind of marks (sane_lists)",
    "multi-test": "footnotes are footnotes (extra)",
    "some-test": "a list begins with the number that its author wrote (sane_lists)",
}
