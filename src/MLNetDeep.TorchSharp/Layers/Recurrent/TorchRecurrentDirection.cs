using MLNetDeep.Neural;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// A recurrent layer in one direction: by a module of libtorch if it has one, otherwise by functions. Then the sums of all steps over the
/// inputs are one product, and the rest is computed step by step.
/// </summary>
/// <remarks>
/// All steps of all rows are computed. What follows the end of a row has no effect: the state of its last step is taken, and the outputs
/// beyond it are set to 0.
/// </remarks>
internal sealed class TorchRecurrentDirection : IDisposable
{
    private readonly RecurrentLayer _layer;
    private readonly Tensor _inputWeights;
    private readonly Tensor _stateWeights;
    private readonly Tensor? _inputBias;
    private readonly Tensor? _stateBias;
    private readonly TorchRecurrentMasks _masks;
    private readonly TorchRecurrentModule? _module;
    private readonly bool _isReversed;

    /// <param name="layer">The layer.</param>
    /// <param name="context">What the layer is created from.</param>
    /// <param name="isSecond">Whether this is the direction of a bidirectional layer that reads backwards.</param>
    public TorchRecurrentDirection(RecurrentLayer layer, TorchLayerContext context, bool isSecond)
    {
        string suffix = isSecond ? "_reverse" : "";
        _layer = layer;
        _isReversed = layer.GoBackwards || isSecond;
        _module = TorchRecurrentModule.Supports(layer) ? new TorchRecurrentModule(layer, context, suffix) : null;
        _inputWeights = context.Parameter("weight_ih_l0" + suffix);
        _stateWeights = context.Parameter("weight_hh_l0" + suffix);
        _inputBias = context.FindParameter("bias_ih_l0" + suffix);
        _stateBias = context.FindParameter("bias_hh_l0" + suffix);
        _masks = new TorchRecurrentMasks(layer, context, isSecond);
    }

    /// <summary>Computes the states after all steps, in the order of the steps: [rows, time, units].</summary>
    /// <param name="input">The inputs: [rows, time, features].</param>
    /// <param name="pass">How the batch passes through the layers.</param>
    public Tensor Forward(Tensor input, in LayerPass pass)
    {
        (long rows, long time) = (input.shape[0], input.shape[1]);
        (Tensor? inputMask, Tensor? stateMask) = _masks.Draw((int)rows, pass);
        Tensor inputs = _isReversed ? Reverse(input, pass) : input;
        inputs = inputMask is null ? inputs : inputs.mul(inputMask.unsqueeze(1));
        if (_module is not null)
        {
            return _module.Forward(inputs);
        }

        Tensor[] sums = functional.linear(inputs, _inputWeights, _inputBias).unbind(1);
        Tensor state = zeros([rows, _layer.Units], input.dtype, input.device);
        Tensor cell = state;
        Tensor[] states = new Tensor[time];
        for (int step = 0; step < time; step++)
        {
            Tensor stateSums = functional.linear(stateMask is null ? state : state.mul(stateMask), _stateWeights, _stateBias);
            states[step] = state = _layer switch
            {
                LSTM lstm => StepLstm(lstm, sums[step].add(stateSums, Scalars.One), ref cell),
                GRU gru => StepGru(gru, sums[step], stateSums, state),
                _ => TorchActivations.Apply(_layer.Activation, sums[step].add(stateSums, Scalars.One)),
            };
        }

        return stack(states, 1);
    }

    /// <summary>Returns the state after the last step of each row; 0 for a row without steps: [rows, units].</summary>
    /// <param name="states">The states after all steps: [rows, time, units].</param>
    /// <param name="pass">How the batch passes through the layers.</param>
    public static Tensor Last(Tensor states, in LayerPass pass) => pass.Lengths is null
        ? states.select(1, -1)
        : states.gather(1, pass.Lengths.Last.expand(-1, -1, states.shape[2])).squeeze(1).mul(pass.Lengths.Mask.select(1, 0));

    /// <summary>Reverses the order of the used positions of each row.</summary>
    /// <param name="input">The values of all positions: [rows, time, features].</param>
    /// <param name="pass">How the batch passes through the layers.</param>
    public static Tensor Reverse(Tensor input, in LayerPass pass) => pass.Lengths is null
        ? input.flip(1)
        : input.gather(1, pass.Lengths.Reversed.expand(-1, -1, input.shape[2]));

    public void Dispose()
    {
        _masks.Dispose();
        _module?.Dispose();
    }

    private static Tensor StepLstm(LSTM layer, Tensor sums, ref Tensor cell)
    {
        Tensor[] gates = sums.chunk(4, 1);
        Tensor input = TorchActivations.Apply(layer.RecurrentActivation, gates[0]);
        Tensor forget = TorchActivations.Apply(layer.RecurrentActivation, gates[1]);
        Tensor candidate = TorchActivations.Apply(layer.Activation, gates[2]);
        Tensor output = TorchActivations.Apply(layer.RecurrentActivation, gates[3]);
        cell = forget.mul(cell).add(input.mul(candidate), Scalars.One);
        return output.mul(TorchActivations.Apply(layer.Activation, cell));
    }

    private static Tensor StepGru(GRU layer, Tensor sums, Tensor stateSums, Tensor state)
    {
        Tensor[] gates = sums.chunk(3, 1);
        Tensor[] stateGates = stateSums.chunk(3, 1);
        Tensor reset = TorchActivations.Apply(layer.RecurrentActivation, gates[0].add(stateGates[0], Scalars.One));
        Tensor keep = TorchActivations.Apply(layer.RecurrentActivation, gates[1].add(stateGates[1], Scalars.One));
        Tensor candidate = TorchActivations.Apply(layer.Activation, gates[2].add(reset.mul(stateGates[2]), Scalars.One));
        return candidate.add(keep.mul(state - candidate), Scalars.One);
    }
}
