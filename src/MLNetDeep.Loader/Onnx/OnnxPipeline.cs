using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace MLNetDeep;

/// <summary>
/// The graph of a pipeline while ML.NET's converter builds it, for code that cannot name ML.NET's internal context. Columns of the data
/// have tensors, and so have the steps between them.
/// </summary>
/// <param name="context">ML.NET's context.</param>
internal sealed class OnnxPipeline(OnnxContext context)
{
    // The versions of ONNX's operators that ML.NET's converter can write.
    private const int LowestOpset = 9;
    private const int HighestOpset = 12;

    /// <summary>
    /// The version of ONNX's operators for which the graph is written: from 9 to 12. The context only says whether one is too high.
    /// </summary>
    public int Opset { get; } = FindOpset(context);

    /// <summary>Whether a column has a tensor at this point of the pipeline.</summary>
    public bool HasColumn(string column) => context.ContainsColumn(column);

    /// <summary>Returns the tensor of a column.</summary>
    public string Column(string column) => context.GetVariableName(column);

    /// <summary>Creates the tensor of a column that a component adds. A column of the same name is hidden from here on.</summary>
    /// <param name="type">The column's type, from which the shape and the type of the tensor follow.</param>
    /// <param name="column">The column's name.</param>
    public string AddColumn(DataViewType type, string column) => context.AddIntermediateVariable(type, column);

    /// <summary>Creates a tensor that is no column.</summary>
    /// <param name="name">The name that is wanted.</param>
    public string AddTensor(string name) => context.AddIntermediateVariable(null, UniqueName(name), skip: true);

    /// <summary>Adds a constant.</summary>
    /// <param name="name">The name that is wanted.</param>
    /// <param name="values">The values, row-major: numbers, Booleans or strings. A scalar is Single or Int64.</param>
    /// <param name="shape">The shape; empty for a scalar.</param>
    /// <returns>The tensor.</returns>
    public string AddConstant(string name, Array values, long[] shape)
    {
        name = UniqueName(name);

        // The runtime takes an array of int for one of uint, so the type is asked and not tried.
        Type type = values.GetType().GetElementType()!;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Single when shape.Length == 0 => context.AddInitializer(((float[])values)[0], name),
            TypeCode.Int64 when shape.Length == 0 => context.AddInitializer(((long[])values)[0], name),
            TypeCode.Single => context.AddInitializer((float[])values, shape, name),
            TypeCode.Double => context.AddInitializer((double[])values, shape, name),
            TypeCode.Int64 => context.AddInitializer((long[])values, shape, name),
            TypeCode.UInt64 => context.AddInitializer((ulong[])values, true, shape, name),
            TypeCode.UInt32 => context.AddInitializer(((uint[])values).Select(number => (ulong)number), false, shape, name),
            TypeCode.Boolean => context.AddInitializer((bool[])values, shape, name),
            TypeCode.String => context.AddInitializer((string[])values, shape, name),
            TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 => context.AddInitializer(
                values.Cast<object>().Select(number => Convert.ToInt32(number, CultureInfo.InvariantCulture)), type, shape, name),
            _ => throw new ArgumentException($"A constant of {type} cannot be written.", nameof(values)),
        };
    }

    /// <summary>Adds a node.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="domain">The operator's domain; empty for the standard operators.</param>
    /// <param name="inputs">The input tensors; empty for one that is left out.</param>
    /// <param name="outputs">The output tensors; empty for one that is left out.</param>
    /// <param name="attributes">The attributes: Single, Int64, String, or arrays of these.</param>
    public void AddNode(
        string operation,
        string domain,
        IReadOnlyList<string> inputs,
        IReadOnlyList<string> outputs,
        IEnumerable<KeyValuePair<string, object>> attributes)
    {
        OnnxNode node = context.CreateNode(operation, inputs, outputs, context.GetNodeName(operation), domain);
        foreach ((string name, object value) in attributes)
        {
            AddAttribute(node, name, value);
        }
    }

    private static void AddAttribute(OnnxNode node, string name, object value)
    {
        switch (value)
        {
            case float number:
                node.AddAttribute(name, (double)number);
                break;
            case long number:
                node.AddAttribute(name, number);
                break;
            case string text:
                node.AddAttribute(name, text);
                break;
            case float[] numbers:
                node.AddAttribute(name, (IEnumerable<float>)numbers);
                break;
            case long[] numbers:
                node.AddAttribute(name, (IEnumerable<long>)numbers);
                break;
            case string[] texts:
                node.AddAttribute(name, texts);
                break;
            default:
                throw new ArgumentException($"The attribute {name} has the type {value.GetType()}, which cannot be written.", nameof(value));
        }
    }

    private static int FindOpset(OnnxContext context)
    {
        for (int opset = HighestOpset; opset > LowestOpset; opset--)
        {
            try
            {
                context.CheckOpSetVersion(opset, nameof(OnnxPipeline));
                return opset;
            }
            catch (ArgumentOutOfRangeException)
            {
            }
        }

        return LowestOpset;
    }

    // ML.NET's context takes the names of all tensors for those of columns, so a name must be that of neither.
    private string UniqueName(string name)
    {
        string unique = name;
        for (int i = 1; context.ContainsColumn(unique) || context.IsVariableDefined(unique); i++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
        }

        return unique;
    }
}
