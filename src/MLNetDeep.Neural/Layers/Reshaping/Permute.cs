using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Puts the dimensions of a row in another order: Keras's <c>Permute</c>.</summary>
/// <remarks>With <c>new Permute([2, 1])</c>, [10, 64] becomes [64, 10], and y[i, j] = x[j, i].</remarks>
public sealed record Permute : LayerSpec
{
    private readonly ValueArray<int> _dims;

    /// <summary>Creates the layer.</summary>
    /// <param name="dims">See <see cref="Dims"/>.</param>
    /// <exception cref="ArgumentException">The numbers are not those from 1 to their count, each once.</exception>
    public Permute(ImmutableArray<int> dims)
    {
        if (dims.IsDefaultOrEmpty || !dims.Order().SequenceEqual(Enumerable.Range(1, dims.Length)))
        {
            throw new ArgumentException(
                $"{nameof(Dims)} is {Shapes.Text(dims.IsDefault ? [] : dims)}; accepted: the numbers from 1 to their count, each once.", nameof(Dims));
        }

        _dims = new(dims);
    }

    /// <summary>
    /// For each dimension of the output, the number of the input's dimension that it takes. The first dimension has the number 1.
    /// </summary>
    /// <remarks>Accepted: the numbers from 1 to the number of dimensions, each once. The batch is not counted.</remarks>
    public ImmutableArray<int> Dims => _dims.Items;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => inputShape.Length == Dims.Length
        ? [.. Dims.Select(dimension => inputShape[dimension - 1])]
        : throw new ArgumentException($"Permute needs an input of {Dims.Length} dimension{(Dims.Length == 1 ? "" : "s")}, got {Shapes.Text(inputShape)}.");

    /// <summary>Writes the members for <c>ToString</c>, with the numbers of the array.</summary>
    /// <param name="builder">The builder of the text.</param>
    /// <returns>True: there are members.</returns>
    protected override bool PrintMembers(StringBuilder builder)
    {
        if (base.PrintMembers(builder))
        {
            builder.Append(", ");
        }

        return RecordText.Append(builder, this);
    }
}
