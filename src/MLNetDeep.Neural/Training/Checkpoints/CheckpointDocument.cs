using System.Collections.Immutable;
using System.Text.Json.Serialization;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Serialization;

/// <summary>What a checkpoint's JSON holds: all but tensors.</summary>
/// <param name="Version">See <see cref="CheckpointFormat"/>.</param>
/// <param name="Training">What the training was.</param>
/// <param name="Steps">The optimizer's steps.</param>
/// <param name="Batch">The batches done in the epoch that is under way.</param>
/// <param name="Sums">Their results.</param>
/// <param name="History">The epochs done.</param>
/// <param name="Best">The least cost so far, for early stopping.</param>
/// <param name="Wait">The epochs since.</param>
internal sealed record CheckpointDocument(
    int Version,
    TrainingIdentity Training,
    long Steps,
    int Batch,
    EvaluationResult Sums,
    ImmutableArray<EpochResult> History,
    double Best,
    int Wait);

/// <summary>Serialization made at compile time, so that it works trimmed and ahead-of-time compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CheckpointDocument))]
internal sealed partial class CheckpointJsonContext : JsonSerializerContext;

/// <summary>The same for what is only compared: with every property, since specs have none to set.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(OptimizerSpec))]
[JsonSerializable(typeof(LossSpec))]
internal sealed partial class SpecJsonContext : JsonSerializerContext;
