using System.Collections.Immutable;
using DataType = global::Onnx.TensorProto.Types.DataType;

namespace MLNetDeep.Onnx;

/// <summary>Reads operators that give constants, and those that pass tensors on.</summary>
internal static class ConstantReader
{
    // Longer lists of equal whole numbers are no shapes.
    private const int MaxFilled = 64;

    public static void ReadConstant(NodeReader node)
    {
        ConstantValue? value = node.FindTensor("value");
        value ??= node.HasAttribute("value_int") ? new ConstantValue([]) { Integers = [node.Integer("value_int", 0)] } : null;
        value ??= node.FindIntegers("value_ints") is { } integers ? ConstantValue.List([.. integers]) : null;
        value ??= node.FindNumber("value_float") is { } number ? new ConstantValue([]) { Numbers = [(float)number] } : null;
        float[] numbers = [.. node.FindNumbers("value_floats").Select(item => (float)item)];
        value ??= node.HasAttribute("value_floats") ? new ConstantValue([numbers.Length]) { Numbers = numbers } : null;
        node.Give(value ?? throw node.NotSupported("it has no value, value_float, value_floats, value_int or value_ints"));
    }

    public static void ReadConstantOfShape(NodeReader node)
    {
        ConstantValue value = node.FindTensor("value") ?? new ConstantValue([]) { Numbers = [0] };
        if (value.Scalar is not { } number)
        {
            throw node.Damaged("its value is not one number");
        }

        ImmutableArray<long?> shape = node.Constant(0).Integers ?? throw node.Damaged("its shape has floats");
        node.Give(value.Integers is not null && shape is [>= 0 and <= MaxFilled]
            ? ConstantValue.List([.. Enumerable.Repeat((long?)number, (int)shape[0]!.Value)])
            : new FilledValue(number));
    }

    public static void ReadExpand(NodeReader node) => node.Give(node.Value(0) switch
    {
        FilledValue filled => filled,
        ConstantValue { Numbers: [float first, ..] } constant when constant.IsFilledWith(first) => new FilledValue(first),
        _ => throw node.NotSupported("it repeats a tensor; accepted: constants of equal values"),
    });

    public static void ReadShape(NodeReader node)
    {
        long?[] sizes = node.Value(0) is ConstantValue constant
            ? [.. constant.Shape.Select(size => (long?)size)]
            : [.. node.AnyRows(0).Sizes];
        int start = Bound(node.Integer("start", 0), sizes.Length), end = Bound(node.Integer("end", sizes.Length), sizes.Length);
        node.Give(ConstantValue.List([.. sizes.Take(end).Skip(start)]));
    }

    public static void ReadCast(NodeReader node)
    {
        DataType type = (DataType)node.Integer("to", 0);
        node.Give((node.Value(0), type) switch
        {
            (ConstantValue { Numbers: { } numbers } constant, DataType.Int64 or DataType.Int32) =>
                new ConstantValue(constant.Shape) { Integers = [.. numbers.Select(value => (long?)(long)value)] },
            (ConstantValue { Integers: { } integers } constant, DataType.Float) => new ConstantValue(constant.Shape)
            {
                Numbers = [.. integers.Select(value => (float)(value ?? throw node.NotSupported("its input depends on the size of the batch")))],
            },
            (RowsValue { AreIndices: false } rows, DataType.Int64 or DataType.Int32) when rows.Node.Inputs.IsEmpty =>
                rows with { AreIndices = true },
            (RowsValue { AreIndices: true } rows, DataType.Int64 or DataType.Int32) => rows,
            (RowsValue { AreIndices: false } or FormulaValue, DataType.Float) => node.AnyRows(0),
            (ConstantValue or FilledValue, DataType.Float or DataType.Int64 or DataType.Int32) => node.Value(0),
            _ => throw node.NotSupported($"it converts to {type}; accepted: Float, and Int32 or Int64 of constants and of the input of the graph"),
        });
    }

    public static void ReadIdentity(NodeReader node) => node.Give(node.Value(0));

    // Dropout does nothing when rows are scored. A layer is not made of it: the exported graph is one for scoring.
    public static void ReadDropout(NodeReader node)
    {
        if (node.Has(2) && node.Constant(2).Scalar != 0)
        {
            throw node.NotSupported("it is in training mode; accepted: a model that was exported for scoring");
        }

        node.Give(node.Value(0));
    }

    private static int Bound(long index, int size) => (int)Math.Clamp(index < 0 ? index + size : index, 0, size);
}
