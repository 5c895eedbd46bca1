"""What changed between two states of the data: rows, facts, tests, exhibits, and which made which.

`states.py` finds the two states, `comparison.py` holds them together, `outline.py` says it in
words, `formats.py` writes it; `review.py` is the same for the person who signs, `changes_page.py`
for readers.
"""
