"""Every page is restarted, whatever it costs.

loses: decide-clean
misconception: no page can ever be trusted
"""
# %% decide-answer
decision = dict.fromkeys("abcdef", "restart")
