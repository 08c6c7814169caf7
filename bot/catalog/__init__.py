"""Knowledge files to frozen objects: model, reading, checking, resolving, caching."""
