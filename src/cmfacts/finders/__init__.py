"""Finders: the rules of each kind of mention. (Not named ``extract``: that is the function ``cmfacts.extract``.)"""
