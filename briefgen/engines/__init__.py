"""Engines: each wraps one heavy library or process behind a protocol of a stage."""
