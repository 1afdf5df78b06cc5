"""The prompt with the best share on the test messages is chosen and reported.

loses: select-development
misconception: picks on test
"""
# %% select-answer
def select_prompt(answers, truth, part, tokens):
    def share(name, which):
        right = [one == true for one, true, place in zip(answers[name], truth, part) if place == which]
        return sum(right) / len(right)

    best = min(answers, key=lambda name: (-share(name, "test"), tokens[name]))
    return {"prompt": best, "development": share(best, "development"), "test": share(best, "test")}
