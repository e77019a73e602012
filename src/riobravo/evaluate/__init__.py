"""How well one coding of articles agrees with another: the machine's with people's, or two readers' with one another.

`claims` puts mentions into the units that are compared, `match` pairs them, `score` counts, `agreement` measures readers,
`page` and `misses` show it. No stage imports anything of this.
"""
