"""Backups: one folder each, whole in itself, on a shelf of many; and the way back into an empty installation.

What is written meanwhile: the heads of the ledger come first, so that none is ahead of the database; then every file;
then the database, at one moment; then what files came meanwhile. A kept file is on the disk before the transaction
that needs it, and never changes; one that is swept was there in the first round, and is swept after its row is gone.
So each file that the database names is in the backup.
"""
