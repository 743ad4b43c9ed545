using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Serialization;

/// <summary>The JSON part of a checkpoint, which holds everything but tensors.</summary>
/// <param name="Version">The version of the format: <see cref="CheckpointFormat.Version"/>.</param>
/// <param name="Training">The properties that a resumed training must share with the checkpoint.</param>
/// <param name="Steps">The number of optimizer steps taken.</param>
/// <param name="Batch">The number of completed batches in the current epoch.</param>
/// <param name="Sums">The summed result of the completed batches of the current epoch.</param>
/// <param name="History">The results of the completed epochs.</param>
/// <param name="Best">The lowest cost so far, for early stopping.</param>
/// <param name="Wait">The number of epochs since the epoch with the lowest cost.</param>
/// <param name="EarlyStopping">The options to which the lowest cost belongs; null in older files and without early stopping.</param>
/// <param name="Start">The result of the first batch of the training; see <see cref="LossWatch"/>. No rows in older files.</param>
/// <param name="RateFactor">See <see cref="TrainingContext.LearningRateFactor"/>; 1 in older files.</param>
/// <param name="Callbacks">The states of the callbacks that have one; none in older files.</param>
internal sealed record CheckpointDocument(
    int Version,
    TrainingIdentity Training,
    long Steps,
    long Batch,
    EvaluationResult Sums,
    ImmutableArray<EpochResult> History,
    double Best,
    int Wait,
    EarlyStoppingIdentity? EarlyStopping = null,
    EvaluationResult Start = default,
    double RateFactor = 1,
    IReadOnlyList<CallbackState>? Callbacks = null);

/// <summary>The JSON serializer for checkpoints, generated at compile time to support trimming and native AOT.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CheckpointDocument))]
internal sealed partial class CheckpointJsonContext : JsonSerializerContext;

/// <summary>The JSON serializer for comparing optimizers and losses. It includes read-only properties.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(OptimizerSpec))]
[JsonSerializable(typeof(LossSpec))]
internal sealed partial class SpecJsonContext : JsonSerializerContext;
