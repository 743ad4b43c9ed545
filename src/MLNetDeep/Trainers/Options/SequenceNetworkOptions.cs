using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Trainers;

/// <summary>
/// Options for the sequence network trainer: an embedding of word indices, a layer that reads the sequence, dropout, and an output layer.
/// </summary>
public sealed record SequenceNetworkOptions : NeuralTrainerOptions
{
    /// <summary>The default of <see cref="EmbeddingSize"/>.</summary>
    public const int DefaultEmbeddingSize = 32;

    /// <summary>The default of <see cref="Units"/>.</summary>
    public const int DefaultUnits = 32;

    /// <summary>The default of <see cref="KernelSize"/>.</summary>
    public const int DefaultKernelSize = 5;

    /// <summary>The default of <see cref="DropoutRate"/>.</summary>
    public const double DefaultDropoutRate = 0;

    /// <summary>How the sequence is read. Default <see cref="SequenceKind.Pooling"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The enumeration has no such member.</exception>
    public SequenceKind Kind { get; init => field = Guard.Defined(value); }

    /// <summary>The number of values in the vector of a word, at least 1. Default 32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int EmbeddingSize { get; init => field = Guard.Positive(value); } = DefaultEmbeddingSize;

    /// <summary>
    /// The number of different indices, at least 1. Default null: that of the feature column's keys, and one more for the missing key. Needed
    /// if the column has integers.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? VocabularySize
    {
        get;
        init => field = value is int size ? Guard.Positive(size) : null;
    }

    /// <summary>
    /// The largest number of indices in a row, at least 1; a longer row is refused. Default null: the size of the feature column's vectors.
    /// Needed if their size varies.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? MaxLength
    {
        get;
        init => field = value is int length ? Guard.Positive(length) : null;
    }

    /// <summary>
    /// Whether the index 0, the missing key, is padding, which is left out of a sequence: see <see cref="Embedding.MaskZero"/>. Default true.
    /// </summary>
    public bool MaskZero { get; init; } = true;

    /// <summary>The number of units of the LSTM or GRU (of each direction), of filters of the convolution, or of units of the dense layer
    /// after pooling; at least 1. Default 32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Units { get; init => field = Guard.Positive(value); } = DefaultUnits;

    /// <summary>The number of words under the kernel of the convolution, at least 1. Default 5. Without effect for other kinds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int KernelSize { get; init => field = Guard.Positive(value); } = DefaultKernelSize;

    /// <summary>Whether the LSTM or GRU reads the sequence in both directions. Default false. Accepted with these kinds only.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>
    /// The fraction of values that dropout sets to zero during training, before the output layer; in [0, 1). Default 0: no dropout.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    public double DropoutRate { get; init => field = Guard.ShareBelowOne(value); } = DefaultDropoutRate;

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append(", ");
        return RecordText.Append(builder, this);
    }

    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    internal void Check()
    {
        if (Bidirectional && Kind is not (SequenceKind.LSTM or SequenceKind.GRU))
        {
            throw new ArgumentException(
                $"{nameof(Bidirectional)} is true and {nameof(Kind)} is {Kind}; accepted: true with {SequenceKind.LSTM} and {SequenceKind.GRU} only.");
        }
    }

    /// <summary>Creates the layers.</summary>
    /// <param name="vocabulary">The number of different indices.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="output">The activation of the output layer.</param>
    internal ImmutableArray<LayerSpec> CreateLayers(int vocabulary, int outputs, Activation output)
    {
        ImmutableArray<LayerSpec> reading = Kind switch
        {
            SequenceKind.LSTM => [InDirections(new LSTM(Units))],
            SequenceKind.GRU => [InDirections(new GRU(Units))],
            SequenceKind.Convolution =>
                [new Conv1D(Units, KernelSize, padding: Padding.Same, activation: Activation.Relu), new GlobalMaxPooling1D()],
            _ => [new GlobalAveragePooling1D(), new Dense(Units, Activation.Relu)],
        };
        ImmutableArray<LayerSpec> dropout = DropoutRate > 0 ? [new Dropout(DropoutRate)] : [];
        return [new Embedding(vocabulary, EmbeddingSize, MaskZero), .. reading, .. dropout, new Dense(outputs, output)];
    }

    private LayerSpec InDirections(RecurrentLayer layer) => Bidirectional ? new Bidirectional(layer) : layer;
}
