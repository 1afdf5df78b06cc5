"""Certificates: from marks to a file that its learner owns, anyone can check offline and the institution can revoke."""
