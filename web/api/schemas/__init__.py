"""What the API takes and gives, as marshmallow Schemas; they are also its OpenAPI document."""
