"""The web application, its JSON API and its command line."""
