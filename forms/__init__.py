"""The form language: form-js JSON, judged by a marshmallow Schema, becomes a submission."""
