"""The token with the highest score is taken at every temperature.

loses: sample-temperature, sample-topk, sample-seed
misconception: the model always says its best answer
"""
# %% sample-answer
def sample(logits, T, top_k=None, n=1, seed=0):
    return [int(np.argmax(logits))] * n
