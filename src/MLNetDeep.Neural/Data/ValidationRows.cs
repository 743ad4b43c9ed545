namespace MLNetDeep.Neural;

/// <summary>Which rows <see cref="FitOptions.ValidationSplit"/> holds out.</summary>
public enum ValidationRows
{
    /// <summary>
    /// The last rows, as in Keras, unless all rows of a class are among them: then as <see cref="Stratified"/>. The default.
    /// </summary>
    Automatic,

    /// <summary>The last rows, as in Keras, even if all rows of a class are among them.</summary>
    Last,

    /// <summary>Random rows, drawn with the seed of the training.</summary>
    Shuffled,

    /// <summary>
    /// Random rows, drawn with the seed of the training, the same fraction of each class as far as whole rows allow. Each class keeps at
    /// least one row to train on. If the targets are not classes, the same as <see cref="Shuffled"/>.
    /// </summary>
    Stratified,
}
