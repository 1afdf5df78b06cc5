"""Gives None where the answer is a real 0, and never flags all of a small laboratory list.

loses: ppv-empty, capacity-ends
misconception: no true alarm is the same as no alarm
"""

# %% ppv-answer
def ppv(sensitivity, specificity, prevalence):
    true_alarms, false_alarms = sensitivity * prevalence, (1 - specificity) * (1 - prevalence)
    if not true_alarms:
        return None
    return true_alarms / (true_alarms + false_alarms)

# %% capacity-answer
def threshold_for_capacity(s, k):
    s = np.asarray(s)
    allowed = [threshold for threshold in np.unique(s)[1:] if (s >= threshold).sum() <= k]
    return float(min(allowed, default=np.inf))
