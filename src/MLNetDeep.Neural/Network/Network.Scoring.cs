using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <content>Computing losses, outputs and gradients. These methods do not change the weights.</content>
public sealed partial class Network
{
    /// <summary>Computes the loss and metrics on features and targets, with dropout off.</summary>
    /// <param name="features">The inputs. An array of rows is accepted.</param>
    /// <param name="targets">The target of each row. An array is accepted: of class indices, of numbers or of rows of numbers.</param>
    /// <param name="loss">The loss. Default: <see cref="LossSpec.DefaultFor"/> of the network.</param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>, or a registered one that supports all layers.</param>
    /// <exception cref="ArgumentException">The data or the loss does not fit the network.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public EvaluationResult Evaluate(FeatureMatrix features, Targets targets, LossSpec? loss = null, IComputeBackend? backend = null) =>
        Evaluate(new TrainingData(features, targets), loss, backend);

    /// <summary>Computes the loss and metrics on all rows of <paramref name="data"/>, with dropout off.</summary>
    /// <param name="data">The rows to evaluate.</param>
    /// <param name="loss">The loss. Default: <see cref="LossSpec.DefaultFor"/> of the network.</param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>, or a registered one that supports all layers.</param>
    /// <exception cref="ArgumentException">The data or the loss does not fit the network.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public EvaluationResult Evaluate(TrainingData data, LossSpec? loss = null, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        loss ??= LossSpec.DefaultFor(Spec);
        loss.Check(Spec);
        data.Check(Spec, loss, nameof(data));
        backend ??= ComputeBackends.Substitute(Spec);
        if (backend is null)
        {
            return Current.Scorer.Evaluate(data, loss);
        }

        using IScorer scorer = CreateScorer(backend, new ScorerOptions());
        return scorer.Evaluate(data, loss);
    }

    /// <summary>Writes the network's outputs to memory of the caller, with dropout off.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="destination">Receives <see cref="NetworkSpec.OutputSize"/> values per row, row by row.</param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>, or a registered one that supports all layers.</param>
    /// <exception cref="ArgumentException">The features have the wrong kind or width, or the destination is too short.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public void Predict(FeatureMatrix features, Span<float> destination, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        PredictionArguments.Check(Spec, features, destination);
        backend ??= ComputeBackends.Substitute(Spec);
        if (backend is null)
        {
            Current.Scorer.Predict(features, destination);
            return;
        }

        using IScorer scorer = CreateScorer(backend, new ScorerOptions());
        scorer.Predict(features, destination);
    }

    /// <summary>Computes and returns the network's outputs, with dropout off.</summary>
    /// <param name="features">The inputs. An array of rows is accepted.</param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>, or a registered one that supports all layers.</param>
    /// <returns>One array of <see cref="NetworkSpec.OutputSize"/> values per row.</returns>
    /// <exception cref="ArgumentException">The features have the wrong kind or width.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public float[][] Predict(FeatureMatrix features, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        float[] outputs = new float[checked(features.RowCount * Spec.OutputSize)];
        Predict(features, outputs, backend);
        return [.. outputs.Chunk(Spec.OutputSize)];
    }

    /// <summary>Computes and returns the network's outputs for one row, with dropout off.</summary>
    /// <remarks>For many rows, one call with all rows is faster, and so is a <see cref="Predictor"/>, which allocates nothing.</remarks>
    /// <param name="row">The <see cref="NetworkSpec.InputSize"/> values of the row.</param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>, or a registered one that supports all layers.</param>
    /// <returns><see cref="NetworkSpec.OutputSize"/> values.</returns>
    /// <exception cref="ArgumentException">The row has the wrong length, or the network takes indices.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public float[] Predict(float[] row, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Length != Spec.InputSize)
        {
            throw new ArgumentException($"The row has {row.Length} values; the network takes {Spec.InputSize}.", nameof(row));
        }

        float[] outputs = new float[Spec.OutputSize];
        Predict(new DenseFeatures(row, row.Length), outputs, backend);
        return outputs;
    }

    /// <summary>Creates a predictor with the current weights, for use by one thread at a time.</summary>
    /// <remarks>All predictors with the same weights share them in memory.</remarks>
    /// <param name="maxBatch">The maximum number of rows that are computed together. Default 1; accepted: 1 or more.</param>
    /// <param name="logits">
    /// Whether outputs are logits: the values before the last layer's activation. Logits tell rows apart even where probabilities round to
    /// 0 or 1. Default false.
    /// </param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>, or a registered one that supports all layers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBatch"/> is below 1.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public Predictor CreatePredictor(int maxBatch = 1, bool logits = false, IComputeBackend? backend = null)
    {
        Guard.Accept(maxBatch >= 1, maxBatch, nameof(maxBatch), "1 or more");
        ScorerOptions options = new() { BatchSize = maxBatch, Threads = 1, Logits = logits };
        backend ??= ComputeBackends.Substitute(Spec);
        return new Predictor(Spec, backend is null ? Current.Scorer.Share(options) : CreateScorer(backend, options), maxBatch);
    }

    /// <summary>Computes the gradient of a batch's mean loss, including penalties, with respect to each parameter.</summary>
    /// <param name="batch">The rows: one or more.</param>
    /// <param name="loss">The loss. Default: <see cref="LossSpec.DefaultFor"/> of the network.</param>
    /// <param name="training">
    /// True for the gradient that the first step of a training with seed 0 would use, with dropout and batch statistics. False for the
    /// gradient of the loss that <see cref="Evaluate(TrainingData, LossSpec, IComputeBackend)"/> computes. Default false.
    /// </param>
    /// <param name="backend">The backend. Default: <see cref="ComputeBackends.Default"/>, or a registered one that supports all layers.</param>
    /// <returns>
    /// One tensor per entry of <see cref="NetworkSpec.Parameters"/>, in that order. Parameters that are not trained have zeros.
    /// </returns>
    /// <exception cref="ArgumentException">The data or the loss does not fit the network, or the batch is empty.</exception>
    /// <exception cref="NotSupportedException">The backend does not support a layer.</exception>
    public IReadOnlyList<NamedTensor> ComputeGradients(
        TrainingData batch, LossSpec? loss = null, bool training = false, IComputeBackend? backend = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        FitOptions options = new() { Optimizer = new Sgd(), Loss = loss, Threads = 1, Backend = backend ?? ComputeBackends.Substitute(Spec) ?? ComputeBackends.Default };
        options.Check(Spec);
        batch.Check(Spec, options.LossFor(Spec), nameof(batch));
        if (batch.RowCount == 0)
        {
            throw new ArgumentException("The batch has no rows.", nameof(batch));
        }

        using ITrainingSession session = options.Backend.CreateSession(Spec, CurrentWeights, options);
        return session.ComputeGradients(batch, [.. Enumerable.Range(0, batch.RowCount)], training);
    }
}
