using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The parameters of a recurrent layer in one direction, and what the products need of them.</summary>
internal sealed unsafe class RecurrentWeights
{
    private readonly int _units;
    private readonly AlignedBuffer _inputBias;
    private readonly AlignedBuffer _zeros;
    private readonly bool _addsBiases;

    // The transposed weights, of the shapes [gates · units, features] and [gates · units, units], in panels.
    private AlignedBuffer? _inputTransposed;
    private AlignedBuffer? _stateTransposed;

    public RecurrentWeights(RecurrentLayer layer, LayerContext context, string suffix)
    {
        Features = context.InputShape[1];
        _units = layer.Units;
        PaddedUnits = AlignedBuffer.Pad(_units);
        Stride = PaddedUnits * layer.Gates;
        Input = context.Parameter($"weight_ih_l0{suffix}");
        State = context.Parameter($"weight_hh_l0{suffix}");
        FirstBias = context.FindParameter($"bias_ih_l0{suffix}");
        SecondBias = context.FindParameter($"bias_hh_l0{suffix}");
        _addsBiases = layer is not GRU;
        _zeros = new AlignedBuffer(Math.Max(Stride, AlignedBuffer.Pad(Features)));
        _inputBias = FirstBias is null ? _zeros : new AlignedBuffer(Stride);
    }

    /// <summary>The weights of the inputs, in the layout [features, gates · units].</summary>
    public LayerParameter Input { get; }

    /// <summary>The weights of the states, in the layout [units, gates · units].</summary>
    public LayerParameter State { get; }

    /// <summary>The bias of the inputs; null if the layer has none.</summary>
    public LayerParameter? FirstBias { get; }

    /// <summary>The bias of the states; null if the layer has none.</summary>
    public LayerParameter? SecondBias { get; }

    /// <summary>The number of features of a time step.</summary>
    public int Features { get; }

    /// <summary>The number of units, with padding.</summary>
    public int PaddedUnits { get; }

    /// <summary>The number of sums in all gates, with padding.</summary>
    public int Stride { get; }

    /// <summary>What is added to the sums over the inputs: both biases, or the first one if the second one belongs to other sums.</summary>
    public float* InputBias => _inputBias.Pointer;

    /// <summary>What is added to the sums over the states of a GRU.</summary>
    public float* StateBias => SecondBias is null ? _zeros.Pointer : SecondBias.Pointer;

    /// <summary>Zeros, as many as any product has columns.</summary>
    public float* Zeros => _zeros.Pointer;

    /// <summary>The weights of the inputs, transposed; see <see cref="BeginBackward"/>.</summary>
    public float* InputTransposed => _inputTransposed!.Pointer;

    /// <summary>The weights of the states, transposed; see <see cref="BeginBackward"/>.</summary>
    public float* StateTransposed => _stateTransposed!.Pointer;

    /// <summary>Adds the biases.</summary>
    public void BeginForward()
    {
        if (FirstBias is null)
        {
            return;
        }

        for (int i = 0; i < Stride; i++)
        {
            _inputBias.Pointer[i] = _addsBiases ? FirstBias.Pointer[i] + SecondBias!.Pointer[i] : FirstBias.Pointer[i];
        }
    }

    /// <summary>Transposes the weights.</summary>
    /// <param name="needsInput">Whether the gradient of the inputs is wanted.</param>
    public void BeginBackward(bool needsInput)
    {
        _stateTransposed ??= new AlignedBuffer((long)Stride * PaddedUnits);
        Transpose(State.Pointer, _units, _stateTransposed.Pointer);
        if (needsInput)
        {
            _inputTransposed ??= new AlignedBuffer((long)Stride * AlignedBuffer.Pad(Features));
            Transpose(Input.Pointer, Features, _inputTransposed.Pointer);
        }
    }

    private void Transpose(float* weights, int inputs, float* result)
    {
        int resultColumns = AlignedBuffer.Pad(inputs);
        for (int input = 0; input < inputs; input += Panel.Width)
        {
            int resultStride = Panel.Stride(input, resultColumns);
            float* panel = result + Panel.Origin(input, Stride);
            for (int sum = 0; sum < Stride; sum += Panel.Width)
            {
                int stride = Panel.Stride(sum, Stride);
                float* source = weights + Panel.Origin(sum, inputs) + sum;
                int end = Math.Min(input + Panel.Width, inputs);
                Transposition.Run(source, stride, stride, panel + ((nint)sum * resultStride), resultStride, input, end);
            }
        }
    }
}
