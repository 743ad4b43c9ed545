using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Gives each row another shape: Keras's <c>Reshape</c>.</summary>
/// <remarks>
/// The values and their order do not change: [784] becomes [28, 28, 1] with <c>new Reshape([28, 28, 1])</c>. Channels are last, so PyTorch's
/// <c>reshape</c> of the same numbers, whose channels are first, differs.
/// </remarks>
public sealed record Reshape : LayerSpec
{
    private readonly ValueArray<int> _targetShape;

    /// <summary>Creates the layer.</summary>
    /// <param name="targetShape">See <see cref="TargetShape"/>.</param>
    /// <exception cref="ArgumentException">There is no dimension, or more than one -1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is neither -1 nor 1 or more.</exception>
    public Reshape(ImmutableArray<int> targetShape)
    {
        if (targetShape.IsDefaultOrEmpty || targetShape.Count(dimension => dimension == -1) > 1)
        {
            throw new ArgumentException(
                $"{nameof(TargetShape)} is {Shapes.Text(targetShape.IsDefault ? [] : targetShape)}; accepted: one dimension or more, and -1 once at most.",
                nameof(TargetShape));
        }

        foreach (int dimension in targetShape)
        {
            Guard.Accept(dimension is -1 or >= 1, dimension, nameof(TargetShape), "dimensions of 1 or more, and -1");
        }

        _targetShape = new(targetShape);
    }

    /// <summary>The shape of a row after the layer. One dimension may be -1: it follows from the number of values.</summary>
    /// <remarks>Accepted: 1 or more, and -1 once at most. The batch is not counted.</remarks>
    public ImmutableArray<int> TargetShape => _targetShape.Items;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        long size = Shapes.Size(inputShape, "Input shape");
        long known = 1;
        foreach (int dimension in TargetShape.Where(dimension => dimension != -1))
        {
            known = Math.Min(known * dimension, int.MaxValue);
        }

        return size == known || (TargetShape.Contains(-1) && size % known == 0)
            ? [.. TargetShape.Select(dimension => dimension == -1 ? (int)(size / known) : dimension)]
            : throw new ArgumentException(
                $"Reshape needs an input that has as many values as {Shapes.Text(TargetShape)}, got {Shapes.Text(inputShape)}, which has {size}.");
    }

    /// <summary>Returns true, since reshaping does not move values.</summary>
    /// <param name="training">Has no effect.</param>
    public override bool PassesThrough(bool training) => true;

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
