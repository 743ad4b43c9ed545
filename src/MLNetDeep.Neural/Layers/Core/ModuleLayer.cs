using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A layer that a backend computes with code of the caller, registered under a name: a module of TorchSharp, for example.</summary>
/// <remarks>
/// <para>The specification has the name of the code, the shapes of a row and the tensors, not the code itself. A process that trains or scores
/// the network must register code of that name with the backend; the CPU backend does not support the layer. The backend gives the initial
/// weights, see <see cref="IComputeBackend.CreateInitialWeights"/>.</para>
/// <para>If no other layer of a network has parameters, the names of the parameters in the network, and so in saved files, are those of the
/// module: <c>conv1.weight</c>. Otherwise they begin with the layer's index, as for other layers: <c>0.conv1.weight</c>.</para>
/// </remarks>
public sealed record ModuleLayer : LayerSpec
{
    private readonly ValueArray<int> _inputRowShape;
    private readonly ValueArray<int> _outputRowShape;
    private readonly ValueArray<ModuleTensor> _tensors;
    private readonly ValueArray<string> _batchCounters;

    /// <summary>Describes a layer.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="inputRowShape">See <see cref="InputRowShape"/>.</param>
    /// <param name="outputRowShape">See <see cref="OutputRowShape"/>.</param>
    /// <param name="tensors">See <see cref="Tensors"/>.</param>
    /// <param name="batchCounters">See <see cref="BatchCounters"/>. Default: none.</param>
    /// <exception cref="ArgumentException">
    /// The name is empty, a shape has no dimension or one below 1, or two tensors or counters have the same name.
    /// </exception>
    public ModuleLayer(
        string name,
        ImmutableArray<int> inputRowShape,
        ImmutableArray<int> outputRowShape,
        ImmutableArray<ModuleTensor> tensors,
        ImmutableArray<string> batchCounters = default)
    {
        Name = Guard.Name(name, nameof(Name));
        Shapes.Size(inputRowShape, nameof(InputRowShape));
        Shapes.Size(outputRowShape, nameof(OutputRowShape));
        if (tensors.IsDefault || tensors.Contains(null!))
        {
            throw new ArgumentException($"{nameof(Tensors)} is null or has a null.", nameof(tensors));
        }

        ImmutableArray<string> counters = batchCounters.IsDefault ? [] : batchCounters;
        if (counters.Contains(null!))
        {
            throw new ArgumentException($"{nameof(BatchCounters)} has a null.", nameof(batchCounters));
        }

        if (tensors.Select(tensor => tensor.Name).Concat(counters).GroupBy(item => item).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The module '{name}' has two tensors with the name {twice.Key}.", nameof(tensors));
        }

        _inputRowShape = new(inputRowShape);
        _outputRowShape = new(outputRowShape);
        _tensors = new(tensors);
        _batchCounters = new(counters);
    }

    /// <summary>The name under which the code is registered.</summary>
    public string Name { get; }

    /// <summary>The shape of one input row, in the order that the module expects: [channels, height, width], for example.</summary>
    public ImmutableArray<int> InputRowShape => _inputRowShape.Items;

    /// <summary>The shape of one output row.</summary>
    public ImmutableArray<int> OutputRowShape => _outputRowShape.Items;

    /// <summary>The module's parameters and buffers, in the module's order.</summary>
    public ImmutableArray<ModuleTensor> Tensors => _tensors.Items;

    /// <summary>
    /// The names of the module's counters of training batches, such as <c>bn1.num_batches_tracked</c>, which saved files store as integers.
    /// </summary>
    public ImmutableArray<string> BatchCounters => _batchCounters.Items;

    internal override ImmutableArray<string> CounterNames => BatchCounters;

    internal override bool KeepsParameterNames => true;

    internal override bool HasWeightsOfBackend => true;

    internal override bool TakesChannelsLast => false;

    internal override string BackendAdvice =>
        $" The program must have the code of the module: for a module of TorchSharp, reference the package MLNetDeep.TorchSharp and call "
        + $"TorchModules.Register(\"{Name}\", factory) first.";

    internal override string TypeName => "Module";

    /// <summary>Returns <see cref="OutputRowShape"/>.</summary>
    /// <param name="inputShape">The shape of one row before the layer: <see cref="InputRowShape"/>.</param>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) =>
        ValueArrays.Equal(inputShape, InputRowShape)
            ? OutputRowShape
            : throw new ArgumentException(
                $"The module '{Name}' takes rows of the shape {Shapes.Text(InputRowShape)}, got {Shapes.Text(inputShape)}.");

    /// <summary>Returns the parameters for <see cref="Tensors"/>. Their initializers have no effect.</summary>
    /// <param name="inputShape">Has no effect.</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) =>
    [
        .. Tensors.Select(tensor => new ParameterSpec(tensor.Name, tensor.Shape, Initializer.Zeros, 1, 1) { IsTrainable = tensor.IsTrainable }),
    ];

    /// <summary>Writes the name, the shapes and the number of tensors, which can be hundreds, for <c>ToString</c>.</summary>
    /// <param name="builder">The builder of the text.</param>
    /// <returns>True: there are members.</returns>
    protected override bool PrintMembers(StringBuilder builder)
    {
        if (base.PrintMembers(builder))
        {
            builder.Append(", ");
        }

        builder.Append($"Name = {Name}, InputRowShape = {Shapes.Text(InputRowShape)}, OutputRowShape = {Shapes.Text(OutputRowShape)}");
        builder.Append(CultureInfo.InvariantCulture, $", Tensors = {Tensors.Length}");
        return true;
    }
}
