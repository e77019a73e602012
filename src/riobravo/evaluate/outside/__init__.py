"""The annotator measured on gold that other people made, and on text that tells nothing of what it codes.

`sets.yaml` declares each set: what it is, how its labels and ours meet, what is left out and why. One module a set reads its
files; `clean` mends their text as declared, `labels` puts our mentions into the set's labels, `measure` scores, `chapter`
shows it. The sets are their authors': this package holds figures of them and never their text.
"""
