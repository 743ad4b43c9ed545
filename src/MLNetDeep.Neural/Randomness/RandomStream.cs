namespace MLNetDeep.Neural.Randomness;

/// <summary>
/// The purposes of random numbers. Each purpose has its own sequences, so using more numbers for one does not affect the others.
/// </summary>
internal enum RandomStream
{
    /// <summary>Initial weights; one sequence per parameter, by its index.</summary>
    Initialization = 1,

    /// <summary>The order of rows; one sequence per epoch.</summary>
    Shuffling = 2,

    /// <summary>Dropout masks; one sequence per layer, by its index.</summary>
    Dropout = 3,

    /// <summary>The rows that a validation split holds out.</summary>
    ValidationSplit = 4,

    /// <summary>The changes of pictures in training; one sequence per step and row.</summary>
    Augmentation = 5,

    /// <summary>The dropout masks of recurrent layers.</summary>
    RecurrentDropout = 6,

    /// <summary>The rows that a bootstrap sample draws; one sequence per sample.</summary>
    Bootstrap = 7,

    /// <summary>The values of hyper-parameters; one sequence per trial of a search.</summary>
    Tuning = 8,
}
