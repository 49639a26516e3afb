"""Who reviews whom, and when: the problem as values, its hard rules, the linear program, and why a seat is as it is.

``problem`` the values · ``rules`` what must hold of every team, for anybody's proposal · ``eligibility`` who may sit
where · ``program`` the arrays for the solver · ``searching`` the solver · ``solving`` its answer as teams ·
``finishing`` what it left open · ``scoring`` what makes one proposal better · ``explaining`` why, and who else ·
``supply`` what is lacking, said beforehand · ``wire`` to and from text · ``child`` the solver's own process, the only
one to import numpy and scipy.
"""
