"""Tables, locking and read queries: everything that knows the database."""
