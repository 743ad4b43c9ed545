namespace MLNetDeep.Onnx;

/// <summary>The operators that are read, one line for each.</summary>
internal static class OperatorRegistry
{
    private static readonly Dictionary<string, Action<NodeReader>> s_readers = new()
    {
        ["Add"] = ArithmeticReader.Read,
        ["AveragePool"] = PoolReader.Read,
        ["BatchNormalization"] = NormalizationReader.ReadBatch,
        ["Cast"] = ConstantReader.ReadCast,
        ["Clip"] = ActivationReader.ReadClip,
        ["Concat"] = ConcatReader.Read,
        ["Constant"] = ConstantReader.ReadConstant,
        ["ConstantOfShape"] = ConstantReader.ReadConstantOfShape,
        ["Conv"] = ConvolutionReader.Read,
        ["Div"] = ArithmeticReader.Read,
        ["Dropout"] = ConstantReader.ReadDropout,
        ["Elu"] = ActivationReader.Read,
        ["Erf"] = ActivationReader.ReadFunction,
        ["Exp"] = ActivationReader.ReadFunction,
        ["Expand"] = ConstantReader.ReadExpand,
        ["Flatten"] = ReshapeReader.ReadFlatten,
        ["GRU"] = RecurrentReader.Read,
        ["Gather"] = GatherReader.Read,
        ["Gelu"] = ActivationReader.Read,
        ["Gemm"] = DenseReader.ReadGemm,
        ["GlobalAveragePool"] = ReductionReader.ReadGlobal,
        ["GlobalMaxPool"] = ReductionReader.ReadGlobal,
        ["Identity"] = ConstantReader.ReadIdentity,
        ["LSTM"] = RecurrentReader.Read,
        ["LayerNormalization"] = NormalizationReader.ReadLayer,
        ["LeakyRelu"] = ActivationReader.Read,
        ["Log"] = ActivationReader.ReadFunction,
        ["LogSoftmax"] = ActivationReader.ReadSoftmax,
        ["MatMul"] = DenseReader.ReadMatMul,
        ["Max"] = ArithmeticReader.Read,
        ["MaxPool"] = PoolReader.Read,
        ["Min"] = ArithmeticReader.Read,
        ["Mul"] = ArithmeticReader.Read,
        ["Neg"] = ActivationReader.ReadFunction,
        ["PRelu"] = ActivationReader.Read,
        ["Pad"] = PadReader.Read,
        ["Pow"] = ArithmeticReader.Read,
        ["RNN"] = RecurrentReader.Read,
        ["Reciprocal"] = ActivationReader.ReadFunction,
        ["ReduceMax"] = ReductionReader.Read,
        ["ReduceMean"] = ReductionReader.Read,
        ["Relu"] = ActivationReader.Read,
        ["Reshape"] = ReshapeReader.Read,
        ["Resize"] = ResizeReader.Read,
        ["Shape"] = ConstantReader.ReadShape,
        ["Sigmoid"] = ActivationReader.Read,
        ["Slice"] = SliceReader.Read,
        ["Softmax"] = ActivationReader.ReadSoftmax,
        ["Softplus"] = ActivationReader.Read,
        ["Sqrt"] = ActivationReader.ReadFunction,
        ["Squeeze"] = SqueezeReader.ReadSqueeze,
        ["Sub"] = ArithmeticReader.Read,
        ["Sum"] = ArithmeticReader.Read,
        ["Tanh"] = ActivationReader.Read,
        ["Transpose"] = TransposeReader.Read,
        ["Unsqueeze"] = SqueezeReader.ReadUnsqueeze,
        ["Upsample"] = ResizeReader.Read,
    };

    /// <summary>The names of the operators, in alphabetical order.</summary>
    public static IEnumerable<string> Names => s_readers.Keys.Order(StringComparer.Ordinal);

    /// <summary>Returns the reader of a node.</summary>
    /// <exception cref="NotSupportedException">No layer has the operator.</exception>
    public static Action<NodeReader> Find(NodeReader node)
    {
        if (!OnnxText.IsStandardDomain(node.Domain))
        {
            throw node.NotSupported($"it belongs to the operators of {OnnxText.Short(node.Domain)}; accepted: ONNX's own operators");
        }

        return s_readers.TryGetValue(node.Operator, out Action<NodeReader>? reader)
            ? reader
            : throw node.NotSupported($"no layer has this operator; accepted: {string.Join(", ", Names)}");
    }
}
