using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Describes one tensor of a network: its name, shape, initializer and training rules.</summary>
/// <remarks>
/// The tensor is a trained parameter or a running statistic, such as the running mean of a batch normalization. Instances are compared by
/// value. Names and shapes are those of PyTorch's <c>nn.Sequential</c>: <c>1.weight</c> [units, inputs] and <c>1.bias</c> [units], where 1
/// is the layer's zero-based index in <see cref="NetworkSpec.Layers"/>.
/// </remarks>
public sealed record ParameterSpec
{
    private readonly ValueArray<int> _shape;

    /// <summary>Creates the description without a layer index; see <see cref="InLayer"/>.</summary>
    /// <param name="name">The name within the layer.</param>
    /// <param name="shape">The shape, outermost dimension first.</param>
    /// <param name="initializer">The initializer of the values.</param>
    /// <param name="fanIn">The number of inputs of one unit.</param>
    /// <param name="fanOut">The number of outputs that depend on one input.</param>
    internal ParameterSpec(string name, ImmutableArray<int> shape, Initializer initializer, int fanIn, int fanOut)
    {
        if (initializer is Orthogonal && shape.Length == 1)
        {
            throw new ArgumentException($"The initializer of {name} {Shapes.Text(shape)} is Orthogonal, which needs two dimensions or more.");
        }

        Name = name;
        LocalName = name;
        Size = Shapes.Size(shape, name);
        _shape = new(shape);
        Initializer = initializer;
        FanIn = fanIn;
        FanOut = fanOut;
    }

    /// <summary>
    /// The name within the network, with the layer's index: <c>0.weight</c>. Without the index if only a <see cref="ModuleLayer"/> has
    /// parameters.
    /// </summary>
    public string Name { get; private init; }

    /// <summary>The name within the layer: <c>weight</c>, <c>bias</c>, <c>running_mean</c>, ...</summary>
    public string LocalName { get; private init; }

    /// <summary>The shape, outermost dimension first. Values are stored in row-major order.</summary>
    public ImmutableArray<int> Shape => _shape.Items;

    /// <summary>The number of values: the product of <see cref="Shape"/>.</summary>
    public int Size { get; }

    /// <summary>The initializer of the values.</summary>
    public Initializer Initializer { get; }

    /// <summary>The number of inputs of one unit. Some initializers depend on it.</summary>
    public int FanIn { get; }

    /// <summary>The number of outputs that depend on one input. Some initializers depend on it.</summary>
    public int FanOut { get; }

    /// <summary>Whether the optimizer updates the values.</summary>
    /// <remarks>Default true. False for running statistics, which each training step updates from its batch.</remarks>
    public bool IsTrainable { get; internal init; } = true;

    /// <summary>Whether the tensor is a table whose rows are looked up by index; see <see cref="Adam.LazyEmbeddings"/>.</summary>
    /// <remarks>Default false.</remarks>
    public bool IsLookupTable { get; internal init; }

    /// <summary>The penalty on the values, added to the loss; null for none.</summary>
    public Regularizer? Regularizer { get; internal init; }

    /// <summary>The maximum Euclidean norm of the weights of each unit (a row of <see cref="Shape"/>); null for no limit.</summary>
    /// <remarks>After each step, weights with a larger norm are scaled down to this norm.</remarks>
    public double? MaxNorm { get; internal init; }

    /// <summary>The range of the values that are 1 at first, whatever the initializer; null for none.</summary>
    internal (int First, int Count)? InitialOnes { get; init; }

    /// <summary>
    /// Whether the last dimension of <see cref="Shape"/> is that of the columns of the layer's flat input, or of the layer that contains it.
    /// </summary>
    internal bool HasInputColumns { get; init; }

    /// <summary>
    /// The number of channels of the rows that a <see cref="Flatten"/> layer has made flat before this layer, if PyTorch orders such rows
    /// otherwise; otherwise 1. For backends.
    /// </summary>
    /// <remarks>
    /// The tensor is stored as in PyTorch: along the last dimension, all positions of channel 0, then all of channel 1, and so on. Rows have
    /// all channels of position 0, then all of position 1. <see cref="InRowOrder"/> and <see cref="InFileOrder"/> convert.
    /// </remarks>
    public int FlattenedChannels { get; internal init; } = 1;

    /// <summary>The index of the layer in <see cref="NetworkSpec.Layers"/>.</summary>
    public int LayerIndex { get; private init; }

    /// <summary>Returns values of the tensor with the columns in the order of rows; see <see cref="FlattenedChannels"/>.</summary>
    /// <param name="values">The values as they are stored, row-major. They are not changed.</param>
    /// <returns>The same array if the order is the same.</returns>
    public float[] InRowOrder(float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return FlattenedChannels == 1 ? values : Transpose(values, FlattenedChannels, Shape[^1] / FlattenedChannels);
    }

    /// <summary>Returns values of the tensor as they are stored, from values in the order of rows; see <see cref="InRowOrder"/>.</summary>
    /// <param name="values">The values with the columns in the order of rows. They are not changed.</param>
    /// <returns>The same array if the order is the same.</returns>
    public float[] InFileOrder(float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return FlattenedChannels == 1 ? values : Transpose(values, Shape[^1] / FlattenedChannels, FlattenedChannels);
    }

    /// <summary>Returns a copy for the layer at <paramref name="index"/> in a network.</summary>
    /// <param name="index">The layer's index.</param>
    /// <param name="prefix">What precedes the name within the layer; see <see cref="NetworkSpec.NamePrefix"/>.</param>
    internal ParameterSpec InLayer(int index, string prefix) => this with { Name = prefix + LocalName, LayerIndex = index };

    /// <summary>Returns a copy for a layer in another layer.</summary>
    /// <param name="prefix">What precedes the name within the inner layer: <c>layers.0.</c>.</param>
    internal ParameterSpec Nested(string prefix) => this with { Name = prefix + Name, LocalName = prefix + LocalName };

    /// <summary>Returns the parameter as its own layer names it.</summary>
    /// <param name="prefix">What <see cref="Nested"/> has put before the name.</param>
    internal ParameterSpec WithoutPrefix(string prefix) => this with { LocalName = LocalName[prefix.Length..] };

    // Each row of columns is a matrix [rows, columns] and becomes [columns, rows].
    private static float[] Transpose(float[] values, int rows, int columns)
    {
        float[] result = new float[values.Length];
        int size = rows * columns;
        for (int start = 0; start < values.Length; start += size)
        {
            for (int i = 0; i < size; i++)
            {
                result[start + ((i % columns) * rows) + (i / columns)] = values[start + i];
            }
        }

        return result;
    }

    private bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);
}
