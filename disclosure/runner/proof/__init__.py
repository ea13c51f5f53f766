"""The proof: whether what the installation holds is what was signed, posted and written down (DESIGN §8, I5).

One module a subject; each looks at every row of it and reports what is wrong with its place. Nothing here writes.
"""
