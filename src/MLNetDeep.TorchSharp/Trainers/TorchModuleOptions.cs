using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Trainers;

namespace MLNetDeep.TorchSharp;

/// <summary>Options for the trainer of a TorchSharp module of your own.</summary>
/// <remarks>
/// The default of <see cref="NeuralTrainerOptions.Backend"/> is <see cref="TorchBackend.Best"/>; accepted: a <see cref="TorchBackend"/>.
/// <see cref="NeuralTrainerOptions.StandardizeFeatures"/> and <see cref="NeuralTrainerOptions.StandardizeLabels"/> have no effect: the scales
/// cannot be folded into the weights of a module. Scale features and regression labels before the trainer.
/// </remarks>
public sealed record TorchModuleOptions : NeuralTrainerOptions
{
    private readonly ImmutableArray<int> _inputShape = [];

    /// <summary>Creates options with the defaults.</summary>
    public TorchModuleOptions()
    {
        Backend = TorchBackend.Best;
    }

    /// <summary>
    /// The shape of one row as the module takes it, such as [1, 28, 28] for images with one channel. The values stay in their order. Default
    /// empty: the dimensions of the feature column, so that Vector&lt;Single, 28, 28&gt; gives batches of the shape [rows, 28, 28]. <c>Fit</c>
    /// throws an <see cref="InvalidOperationException"/> if the shape has another number of values than the column.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is below 1.</exception>
    /// <exception cref="ArgumentNullException">The array is default.</exception>
    public ImmutableArray<int> InputShape
    {
        get => _inputShape;
        init => _inputShape = value.IsDefault ? throw new ArgumentNullException(nameof(InputShape))
            : value.All(dimension => dimension >= 1) ? value
            : throw new ArgumentOutOfRangeException(
                nameof(InputShape), $"InputShape is [{string.Join(", ", value)}]; accepted: dimensions of 1 or more.");
    }

    /// <summary>Compares the options by value, arrays by their items.</summary>
    /// <param name="other">The other options.</param>
    public bool Equals(TorchModuleOptions? other) => base.Equals(other) && _inputShape.SequenceEqual(other._inputShape);

    /// <inheritdoc/>
    public override int GetHashCode() => _inputShape.Aggregate(base.GetHashCode(), HashCode.Combine);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append($", {nameof(InputShape)} = [{string.Join(", ", InputShape)}]");
        return true;
    }
}
