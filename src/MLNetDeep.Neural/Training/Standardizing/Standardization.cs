using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>
/// How a training standardizes features and targets. The network trains on standardized numbers. Outside of the training, its weights,
/// outputs, losses and errors are those for the numbers as they are: the scales are folded into the weights of the first and last layers.
/// </summary>
internal sealed class Standardization
{
    // Data with at most this fraction of nonzero values are sparse: zeros must stay zeros. FeatureMatrixBuilder has the same limit.
    private const double SparseDensity = 0.25;

    private const int PictureRank = 3;

    private const string Prefix = "standardization.";

    private readonly NetworkSpec _spec;
    private readonly FeatureScale? _features;
    private readonly TargetScale? _targets;

    private Standardization(NetworkSpec spec, FeatureScale? features, TargetScale? targets)
    {
        _spec = spec;
        _features = features;
        _targets = targets;
    }

    /// <summary>Whether options ask for a standardization, and the network and its loss allow it.</summary>
    public static bool IsNeeded(NetworkSpec spec, FitOptions options) => ScalesFeatures(spec, options) || ScalesTargets(spec, options);

    /// <summary>Computes the scales from the rows of a training; null if the numbers stay as they are.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="options">The options of the training.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="isTrained">
    /// Whether the network's weights are for numbers as they are. In that case, targets that are all equal stay as they are: their scale
    /// says nothing about the outputs of the network.
    /// </param>
    /// <param name="mustStop">
    /// Called between blocks of rows. If it returns true, the result is null: the training ends before its first batch.
    /// </param>
    /// <param name="exchange">Connects the ranks that have other rows; null if this process has all rows.</param>
    public static Standardization? Create(
        NetworkSpec spec,
        FitOptions options,
        IEnumerable<TrainingData> rows,
        bool isTrained,
        Func<bool> mustStop,
        IGradientExchange? exchange = null)
    {
        bool scalesFeatures = ScalesFeatures(spec, options);
        bool scalesTargets = ScalesTargets(spec, options);
        RowScan scan = new(spec, scalesFeatures, scalesTargets, scalesFeatures && CanCentre(spec));
        if (!(exchange is null ? scan.Read(rows, mustStop) : scan.Read(rows, mustStop, exchange)))
        {
            return null;
        }

        ColumnSums sums = scan.Sums;
        FeatureScale? features = scalesFeatures ? CreateFeatures(spec, sums, scan.ByteScale, scan.CanCentre) : null;
        TargetScale? targets = scalesTargets && !(isTrained && sums.HasEqualTargets)
            ? CreateTargets(spec, options, sums.TargetScale(HasBias(spec, LastLayer(spec))))
            : null;
        return targets is null && features is null or { IsIdentity: true } ? null : new Standardization(spec, features, targets);
    }

    /// <summary>Restores the scales of an interrupted training; null if that training did not standardize numbers.</summary>
    /// <exception cref="InvalidDataException">The scales are damaged.</exception>
    public static Standardization? Restore(NetworkSpec spec, FitOptions options, OptimizerState state)
    {
        float[]? Find(string name, int length) => state.Tensors.FirstOrDefault(tensor => tensor.Name == Prefix + name) is { } tensor
            ? Check(tensor, tensor.IsFinite && tensor.Values.Length == length, $"{length} finite numbers")
            : null;
        bool scalesFeatures = ScalesFeatures(spec, options);
        float[]? means = Find("feature_means", scalesFeatures && CanCentre(spec) ? spec.InputSize : 0);
        float[]? deviations = Find("feature_deviations", scalesFeatures ? spec.InputSize : 0);
        float[]? target = Find("target", ScalesTargets(spec, options) ? 2 : 0);
        if (deviations?.All(deviation => deviation > 0) == false || (means is not null && deviations is null) || target is [_, <= 0])
        {
            throw new InvalidDataException("The checkpoint is damaged: a deviation of a feature or of the targets is missing, 0 or negative.");
        }

        return deviations is null && target is null
            ? null
            : new Standardization(
                spec,
                deviations is null ? null : new FeatureScale(means, deviations),
                target is null ? null : CreateTargets(spec, options, (target[0], target[1])));
    }

    /// <summary>The loss for standardized targets; null for the loss of the options.</summary>
    public LossSpec? Loss => _targets?.Loss;

    /// <summary>Returns rows whose features and targets are standardized when they are read.</summary>
    public StandardizedRows Apply(TrainingData data) => new(data, Apply(data.Features), _targets);

    /// <summary>Returns the standardized features. They are not copied.</summary>
    public FeatureMatrix Apply(FeatureMatrix features) => _features is null ? features : _features.Apply(features);

    /// <summary>Converts a result on standardized targets to one on the targets themselves.</summary>
    public EvaluationResult ToTargetUnits(EvaluationResult result) => _targets is null ? result : _targets.ToTargetUnits(result);

    /// <summary>Converts the outputs of some rows for standardized targets to outputs for the targets themselves.</summary>
    public void ToTargetUnits(FeatureMatrix rows, Span<float> outputs) => _targets?.ToTargetUnits(outputs[..(rows.RowCount * _spec.OutputSize)]);

    /// <summary>Converts weights for standardized numbers to weights for the numbers as they are.</summary>
    public ImmutableArray<NamedTensor> Fold(IReadOnlyList<NamedTensor> weights)
    {
        ImmutableArray<NamedTensor> folded = Copy(weights);
        Convert(folded, FirstLayer(_spec), _features is null ? null : (weight, bias) => _features.Fold(weight, bias, InputsOf(_spec)));
        Convert(folded, LastLayer(_spec), _targets is null ? null : _targets.Fold);
        return folded;
    }

    /// <summary>Converts weights for the numbers as they are to weights for standardized numbers.</summary>
    public ImmutableArray<NamedTensor> Unfold(IReadOnlyList<NamedTensor> weights)
    {
        ImmutableArray<NamedTensor> unfolded = Copy(weights);
        Convert(unfolded, LastLayer(_spec), _targets is null ? null : _targets.Unfold);
        Convert(unfolded, FirstLayer(_spec), _features is null ? null : (weight, bias) => _features.Unfold(weight, bias, InputsOf(_spec)));
        return unfolded;
    }

    /// <summary>Returns the scales as tensors, for a checkpoint.</summary>
    public IEnumerable<NamedTensor> ToTensors()
    {
        IEnumerable<NamedTensor> features = _features?.ToTensors(Prefix) ?? [];
        return _targets is null ? features : features.Append(new NamedTensor(Prefix + "target", [2], [_targets.Mean, _targets.Deviation]));
    }

    /// <summary>Whether options ask for standardized features, and their scales can be folded into the first layer.</summary>
    public static bool ScalesFeatures(NetworkSpec spec, FitOptions options) => options.StandardizeFeatures && FirstLayer(spec) >= 0;

    /// <summary>
    /// Returns a warning if the options ask for standardized features, but the network does not allow it; otherwise null.
    /// </summary>
    public static string? FindIgnoredFeatures(NetworkSpec spec, FitOptions options)
    {
        if (!options.StandardizeFeatures || FirstLayer(spec) >= 0)
        {
            return null;
        }

        LayerSpec layer = spec.Layers[FirstEffectiveLayer(spec)];
        string reason = spec.InputKind == FeatureKind.Indices ? "takes indices, not numbers"
            : layer.ScalesWithFirstParameter ? "is frozen"
            : "has no weights that scales could be folded into";
        return $"{nameof(FitOptions.StandardizeFeatures)} had no effect: the network begins with {layer.TypeName}, which {reason}. "
            + "Pass numbers of about mean 0 and deviation 1, or begin with Dense, a convolution or a recurrent layer.";
    }

    private static bool ScalesTargets(NetworkSpec spec, FitOptions options) =>
        options.StandardizeTargets && LastLayer(spec) >= 0 && options.LossFor(spec).ForTargetDeviation(1) is not null;

    // Bytes are pixels, which have one unit: those of a channel share a mean and a deviation.
    private static FeatureScale CreateFeatures(NetworkSpec spec, ColumnSums sums, float? byteScale, bool canCentre)
    {
        if (canCentre && sums.Density > SparseDensity)
        {
            return sums.CentredScale(IsDense(spec) && byteScale is null ? spec.InputSize : ChannelCount(spec));
        }

        return byteScale is { } scale ? FeatureScale.Uniform(scale / ByteFeatures.DefaultScale, spec.InputSize)
            : IsDense(spec) ? sums.UncentredScale()
            : sums.UniformScale();
    }

    private static TargetScale? CreateTargets(NetworkSpec spec, FitOptions options, (float Mean, float Deviation) scale) =>
        options.LossFor(spec).ForTargetDeviation(scale.Deviation) is var (loss, factor)
            ? new TargetScale(scale.Mean, scale.Deviation, loss, factor)
            : null;

    // The layer that features are folded into; -1 if there is none.
    private static int FirstLayer(NetworkSpec spec)
    {
        int first = FirstEffectiveLayer(spec);
        return spec.InputKind == FeatureKind.Numbers && spec.Layers[first] is { ScalesWithFirstParameter: true, Trainable: true } ? first : -1;
    }

    private static int FirstEffectiveLayer(NetworkSpec spec)
    {
        int first = 0;
        while (first < spec.Layers.Length - 1 && spec.Layers[first].PassesThrough(training: false))
        {
            first++;
        }

        return first;
    }

    // Whether the first layer has a weight for each feature of a row.
    private static bool IsDense(NetworkSpec spec) =>
        spec.Layers[FirstLayer(spec)].IsAffine && spec.InputShapeOf(FirstLayer(spec)).Length == 1;

    // Whether means can be folded into the bias of the first layer. With padding, a window at the edge has fewer values than others and
    // would need another bias.
    private static bool CanCentre(NetworkSpec spec) =>
        HasBias(spec, FirstLayer(spec)) && (IsDense(spec) || FirstConvolution(spec) is { HasPadding: false });

    private static ConvolutionShape? FirstConvolution(NetworkSpec spec) =>
        (spec.Layers[FirstLayer(spec)] as IConvolution)?.ShapeOf(spec.InputShapeOf(FirstLayer(spec)));

    // The number of channels of a picture or of features of a sequence; 1 if the input shape does not tell it.
    private static int ChannelCount(NetworkSpec spec) =>
        FirstConvolution(spec)?.InputChannels ?? (spec.InputShape.Length == PictureRank ? spec.InputShape[^1] : 1);

    private static FoldedInputs InputsOf(NetworkSpec spec) => FirstConvolution(spec) is { } shape
        ? new FoldedInputs(shape.FilterSize, shape.GroupOutputs, shape.GroupInputs, shape.KernelSize)
        : FoldedInputs.All(spec.InputSize);

    private static int LastLayer(NetworkSpec spec) => spec.Layers[^1] is { IsAffine: true, Trainable: true } && spec.OutputActivation is Linear
        ? spec.Layers.Length - 1
        : -1;

    private static float[] Check(NamedTensor tensor, bool isValid, string accepted) => isValid
        ? tensor.Values
        : throw new InvalidDataException($"The checkpoint is damaged: {tensor.Name} has {tensor.Values.Length} numbers; needed: {accepted}.");

    private static bool HasBias(NetworkSpec spec, int layer) => spec.Parameters.Count(parameter => parameter.LayerIndex == layer) > 1;

    private static ImmutableArray<NamedTensor> Copy(IReadOnlyList<NamedTensor> weights) => [.. weights.Select(tensor => tensor.Copy())];

    private void Convert(ImmutableArray<NamedTensor> weights, int layer, Action<float[], float[]?>? convert)
    {
        if (convert is not null)
        {
            int first = _spec.Parameters.Index().First(parameter => parameter.Item.LayerIndex == layer).Index;
            float[] weight = _spec.Parameters[first].InRowOrder(weights[first].Values);
            convert(weight, HasBias(_spec, layer) ? weights[first + 1].Values : null);
            _spec.Parameters[first].InFileOrder(weight).CopyTo(weights[first].Values, 0);
        }
    }
}
