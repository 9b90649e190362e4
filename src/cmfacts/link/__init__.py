"""Joining: names of one thing into one entity, and things to each other."""
