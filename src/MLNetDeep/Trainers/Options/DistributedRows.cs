namespace MLNetDeep.Trainers;

/// <summary>What the view of training rows has in each process of a training with <see cref="NeuralTrainerOptions.Distribution"/>.</summary>
public enum DistributedRows
{
    /// <summary>
    /// The view of every rank has all rows, in the same order. Rank r of N reads the rows r, r + N, r + 2 N and so on, and gets the others from
    /// the other ranks; with <see cref="NeuralTrainerOptions.StreamingPoolSize"/> it trains on its own rows only.
    /// </summary>
    Whole,

    /// <summary>
    /// The view of each rank has rows of its own, such as some of the files. All rows together are the training data: the first rows of all
    /// ranks, then the second ones, and so on.
    /// </summary>
    Shard,
}
