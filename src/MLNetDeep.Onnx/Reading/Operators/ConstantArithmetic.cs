namespace MLNetDeep.Onnx;

/// <summary>Computes with constants, such as the parts of shapes.</summary>
internal static class ConstantArithmetic
{
    /// <summary>Applies a function to two constants of equal shapes, or one of which has one value.</summary>
    public static ConstantValue Compute(ConstantValue first, ConstantValue second, Func<double, double, double> function, NodeReader node)
    {
        bool areAsMany = first.Count == second.Count;
        ConstantValue larger = second.Count > first.Count || (areAsMany && second.Shape.Length > first.Shape.Length) ? second : first;
        bool areEqual = areAsMany && (first.Count == 1 || first.Shape.SequenceEqual(second.Shape));
        if ((!areEqual && (areAsMany || (first.Count != 1 && second.Count != 1))) || (first.Numbers is null) != (second.Numbers is null))
        {
            throw node.NotSupported("it computes with constants of different shapes");
        }

        IEnumerable<int> indices = Enumerable.Range(0, larger.Count);
        return larger.Numbers is not null
            ? larger with { Numbers = [.. indices.Select(i => (float)function(At(first.Numbers!, i), At(second.Numbers!, i)))] }
            : larger with { Integers = [.. indices.Select(i => Whole(At(first.Integers!.Value, i), At(second.Integers!.Value, i), function))] };
    }

    private static T At<T>(IReadOnlyList<T> values, int index) => values.Count == 1 ? values[0] : values[index];

    // What depends on the batch is not known. Shapes are far below 2^53, up to which doubles are exact.
    private static long? Whole(long? first, long? second, Func<double, double, double> function) =>
        first is { } x && second is { } y && function(x, y) is var result && Math.Abs(result) < 1L << 53 ? (long)Math.Floor(result) : null;
}
