using System.Collections.Immutable;
using System.Text.Json;
using MLNetDeep.Neural;

namespace MLNetDeep.Tuning;

/// <summary>What a rank tells the others, many times a second.</summary>
/// <param name="Outcomes">The trials that ended in it since its last message; in the first message of rank 0, those of the journal.</param>
/// <param name="Error">An error in it that ends the search; null if there is none.</param>
/// <param name="IsStopping">Whether it was asked to end the search gently.</param>
/// <param name="IsCancelled">Whether the error is that the search was cancelled.</param>
/// <param name="Start">What the rank searches; null in all messages but the first, and if this process is alone.</param>
internal sealed record RankMessage(
    ImmutableArray<TrialOutcome> Outcomes, string? Error, bool IsStopping, bool IsCancelled, RankStart? Start = null)
{
    /// <summary>Returns the messages of all ranks in their order. All ranks call it at the same time.</summary>
    /// <param name="exchange">Connects the ranks; null if this process is alone.</param>
    public ImmutableArray<RankMessage> Exchange(IGradientExchange? exchange)
    {
        if (exchange is null)
        {
            return [this];
        }

        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(this, TuningJsonContext.Default.RankMessage);
        return
        [
            .. exchange.Gather(bytes).Select(
                (other, rank) => rank == exchange.Rank ? this : JsonSerializer.Deserialize(other, TuningJsonContext.Default.RankMessage)!),
        ];
    }
}
