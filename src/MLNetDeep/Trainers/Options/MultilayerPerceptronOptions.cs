using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Trainers;

/// <summary>Options for the multilayer perceptron trainer: dense hidden layers with activation and dropout, and an output layer.</summary>
public sealed record MultilayerPerceptronOptions : NeuralTrainerOptions
{
    /// <summary>The default number of units in the one hidden layer.</summary>
    public const int DefaultHiddenUnits = 128;

    /// <summary>The default of <see cref="DropoutRate"/>.</summary>
    public const double DefaultDropoutRate = 0;

    private readonly ValueArray<int> _hiddenUnits = new([DefaultHiddenUnits]);

    /// <summary>The number of units of each hidden layer, starting at the input; each at least 1. Default: one layer of 128.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public ImmutableArray<int> HiddenUnits { get => _hiddenUnits.Items; init => _hiddenUnits = new(Guard.AllPositive(value)); }

    /// <summary>The activation of the hidden layers. Default ReLU.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public Activation Activation { get; init => field = value ?? throw new ArgumentNullException(nameof(Activation)); } = Activation.Relu;

    /// <summary>
    /// The fraction of each hidden layer's outputs that dropout sets to zero during training, in [0, 1). Default 0: no dropout.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    public double DropoutRate { get; init => field = Guard.ShareBelowOne(value); } = DefaultDropoutRate;

    /// <summary>
    /// The penalty on the weights of every layer, including the output layer, but not on biases. It is added to the loss. Default null:
    /// none.
    /// </summary>
    public Regularizer? KernelRegularizer { get; init; }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append(", ");
        return RecordText.Append(builder, this);
    }

    /// <summary>Creates the options for the trainer overloads without an options parameter.</summary>
    internal static MultilayerPerceptronOptions Create(string labelColumnName, string featureColumnName, int[]? hiddenUnits, int? epochs) => new()
    {
        LabelColumnName = labelColumnName,
        FeatureColumnName = featureColumnName,
        HiddenUnits = hiddenUnits is null ? [DefaultHiddenUnits] : [.. hiddenUnits],
        Epochs = epochs,
    };
}
