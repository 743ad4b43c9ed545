using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A layer that reads a sequence step by step and carries a state from each step to the next: <see cref="SimpleRNN"/>, <see cref="LSTM"/>
/// or <see cref="GRU"/>.
/// </summary>
/// <remarks>
/// <para>
/// The input has the shape [time, features]. The output is the state after the last step, [units], or with <see cref="ReturnSequences"/>
/// the states after all steps, [time, units]. The first state is 0. A row with a length ends at that length: its last step is the last used
/// position, positions beyond it change nothing, and the states returned for them are 0. A row of length 0 has the state 0.
/// </para>
/// <para>
/// Weights have PyTorch's names, shapes and order of gates: <c>weight_ih_l0</c> [gates · units, features], <c>weight_hh_l0</c>
/// [gates · units, units], <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [gates · units]. In <see cref="SimpleRNN"/> and <see cref="LSTM"/>,
/// Keras has one bias; PyTorch has two and adds them. Both are trained here, as in PyTorch, so with SGD their sum moves by twice the step
/// of a single bias. At first <c>bias_ih_l0</c> has the values of <see cref="BiasInitializer"/> and <c>bias_hh_l0</c> is 0, so that the sum
/// begins as Keras's bias; in <see cref="GRU"/>, where Keras has two biases as well, both have the values of the initializer.
/// </para>
/// <para>
/// Dropout masks are drawn once per row and step of the training and are the same at all time steps, as in Keras. All gates read the same
/// masked values; Keras draws a mask for each gate if <see cref="RecurrentDropout"/> is above 0. Masks depend on
/// <see cref="FitOptions.Seed"/> but not on the number of threads.
/// </para>
/// <para>
/// Keras's <c>stateful</c>, <c>return_state</c> and initial states are not supported: every row begins with the state 0.
/// </para>
/// </remarks>
[JsonConverter(typeof(TypedJsonConverter<RecurrentLayer>))]
public abstract record RecurrentLayer : LayerSpec
{
    /// <summary>What follows the names of the parameters that read a sequence backwards in <see cref="Bidirectional"/>.</summary>
    internal const string ReverseSuffix = "_reverse";

    private protected RecurrentLayer(
        int units,
        Activation? activation,
        bool useBias,
        Initializer? kernelInitializer,
        Initializer? recurrentInitializer,
        Initializer? biasInitializer,
        Regularizer? kernelRegularizer,
        Regularizer? recurrentRegularizer,
        double dropout,
        double recurrentDropout,
        bool returnSequences,
        bool goBackwards,
        double? kernelMaxNorm,
        double? recurrentMaxNorm,
        Regularizer? biasRegularizer)
    {
        Units = Guard.Accept(units >= 1, units, nameof(Units), "1 or more");
        Activation = Elementwise(activation ?? Activation.Tanh, nameof(Activation));
        UseBias = useBias;
        KernelInitializer = kernelInitializer ?? Initializer.GlorotUniform;
        RecurrentInitializer = recurrentInitializer ?? Initializer.Orthogonal;
        BiasInitializer = biasInitializer ?? Initializer.Zeros;
        KernelRegularizer = kernelRegularizer;
        RecurrentRegularizer = recurrentRegularizer;
        Dropout = Guard.ShareBelowOne(dropout, nameof(Dropout));
        RecurrentDropout = Guard.ShareBelowOne(recurrentDropout, nameof(RecurrentDropout));
        ReturnSequences = returnSequences;
        GoBackwards = goBackwards;
        KernelMaxNorm = Guard.NormLimit(kernelMaxNorm, nameof(KernelMaxNorm));
        RecurrentMaxNorm = Guard.NormLimit(recurrentMaxNorm, nameof(RecurrentMaxNorm));
        BiasRegularizer = biasRegularizer;
    }

    /// <summary>The number of values in a state, and so in an output.</summary>
    public int Units { get; }

    /// <summary>The function of the new values of a state. Default: <see cref="Neural.Activation.Tanh"/>. Not softmax.</summary>
    public Activation Activation { get; }

    /// <summary>Whether the layer has biases. Default: true.</summary>
    public bool UseBias { get; }

    /// <summary>The initializer of <c>weight_ih_l0</c>, the weights of the inputs. Default: <see cref="Initializer.GlorotUniform"/>.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>The initializer of <c>weight_hh_l0</c>, the weights of the states. Default: <see cref="Initializer.Orthogonal"/>.</summary>
    public Initializer RecurrentInitializer { get; }

    /// <summary>The initializer of the biases; see <see cref="RecurrentLayer"/>. Default: <see cref="Initializer.Zeros"/>.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the weights of the inputs; null for none, the default.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The penalty on the weights of the states; null for none, the default.</summary>
    public Regularizer? RecurrentRegularizer { get; }

    /// <summary>The fraction of a row's features that are set to 0 in training, the same ones at all time steps: in [0, 1). Default: 0.</summary>
    /// <remarks>The remaining features are multiplied by 1 / (1 - rate).</remarks>
    public double Dropout { get; }

    /// <summary>
    /// The fraction of the values of the last state that are set to 0 in training before they are multiplied by the weights of the states,
    /// the same ones at all time steps: in [0, 1). Default: 0.
    /// </summary>
    /// <remarks>The remaining values are multiplied by 1 / (1 - rate). The state that the layer gives and keeps is not changed.</remarks>
    public double RecurrentDropout { get; }

    /// <summary>Whether the output holds the states after all steps rather than the last state. Default: false.</summary>
    public bool ReturnSequences { get; }

    /// <summary>
    /// Whether a row is read from its last used position to its first. Default: false. With <see cref="ReturnSequences"/>, the states are in
    /// the order of the steps, as in Keras: position 0 of the output has the state after the step that read the row's last position.
    /// </summary>
    public bool GoBackwards { get; }

    /// <summary>
    /// The maximum Euclidean norm of the weights of the inputs of each unit in each gate (a row of <c>weight_ih_l0</c>); null for no limit, the
    /// default.
    /// </summary>
    /// <remarks>
    /// After each step, weights with a larger norm are scaled down to this norm, as with Keras's <c>MaxNorm</c>. Accepted: above 0, finite.
    /// </remarks>
    public double? KernelMaxNorm { get; }

    /// <summary>The same limit for the weights of the states, the rows of <c>weight_hh_l0</c>; null for no limit, the default.</summary>
    /// <remarks>See <see cref="KernelMaxNorm"/>. Accepted: above 0, finite.</remarks>
    public double? RecurrentMaxNorm { get; }

    /// <summary>The penalty on both biases, on each by itself; null for none, the default.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>The number of gates: blocks of units along the first dimension of the weights.</summary>
    internal abstract int Gates { get; }

    /// <summary>The function of the gates; linear if the layer has none.</summary>
    internal abstract Activation GateActivation { get; }

    /// <summary>Whether <c>bias_hh_l0</c> has the values of the initializer; otherwise it is 0 at first.</summary>
    private protected virtual bool InitializesSecondBias => false;

    /// <summary>The gate whose bias is 1 at first; null for none.</summary>
    private protected virtual int? GateThatStartsAtOne => null;

    internal override bool ScalesWithFirstParameter => true;

    internal override bool? HasFeaturesFirst => false;

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => ReturnSequences ? inputLength : null;

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape)
    {
        if (inputShape.Length != 2)
        {
            throw new ArgumentException(
                $"{TypeName} needs a sequence of the shape [time, features], got {Shapes.Text(inputShape)}"
                + (inputShape.Length == 1 ? ": put an Embedding or a Reshape layer before it." : "."));
        }

        return ReturnSequences ? [inputShape[0], Units] : [Units];
    }

    /// <summary>
    /// Returns <c>weight_ih_l0</c> [gates · units, features], <c>weight_hh_l0</c> [gates · units, units] and, with <see cref="UseBias"/>,
    /// <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [gates · units].
    /// </summary>
    /// <param name="inputShape">The shape of one row before the layer: [time, features].</param>
    public override ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) => Parameters(inputShape, "");

    /// <summary>Returns the parameters for one direction of a <see cref="Bidirectional"/> layer.</summary>
    /// <param name="inputShape">The shape of one row before the layer: [time, features].</param>
    /// <param name="suffix">What follows each name.</param>
    internal ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape, string suffix)
    {
        int features = inputShape[1];
        int outputs = checked(Gates * Units);
        ParameterSpec kernel = new($"weight_ih_l0{suffix}", [outputs, features], KernelInitializer, features, outputs)
        {
            IsTrainable = Trainable,
            Regularizer = KernelRegularizer,
            MaxNorm = KernelMaxNorm,
        };
        ParameterSpec recurrent = new($"weight_hh_l0{suffix}", [outputs, Units], RecurrentInitializer, Units, outputs)
        {
            IsTrainable = Trainable,
            Regularizer = RecurrentRegularizer,
            MaxNorm = RecurrentMaxNorm,
        };
        if (!UseBias)
        {
            return [kernel, recurrent];
        }

        ParameterSpec first = new($"bias_ih_l0{suffix}", [outputs], BiasInitializer, features, outputs)
        {
            IsTrainable = Trainable,
            Regularizer = BiasRegularizer,
            InitialOnes = GateThatStartsAtOne is { } gate ? (gate * Units, Units) : null,
        };
        ParameterSpec second = new($"bias_hh_l0{suffix}", [outputs], InitializesSecondBias ? BiasInitializer : Initializer.Zeros, Units, outputs)
        {
            IsTrainable = Trainable,
            Regularizer = BiasRegularizer,
        };
        return [kernel, recurrent, first, second];
    }

    /// <summary>Returns the activation, and throws if it mixes the values of a row.</summary>
    /// <exception cref="ArgumentException">The activation is softmax.</exception>
    private protected static Activation Elementwise(Activation activation, string name) => activation is Softmax
        ? throw new ArgumentException($"{name} is Softmax; accepted: an activation of single values.", name)
        : activation;
}
