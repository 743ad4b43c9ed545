using System.Text;

namespace MLNetDeep.Neural.Training;

/// <summary>Gives the checkpoint of rank 0 to all ranks.</summary>
internal static class CheckpointBroadcast
{
    // What rank 0 sends first.
    private const byte Follows = 0;
    private const byte IsInvalid = 1;
    private const byte Failed = 2;
    private const byte Cancelled = 3;

    /// <summary>Returns the checkpoint of rank 0. If rank 0 cannot read it, all ranks throw.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="load">Reads the checkpoint. Called in rank 0 only.</param>
    /// <exception cref="InvalidDataException">The checkpoint of rank 0 is not valid.</exception>
    /// <exception cref="OperationCanceledException">The loading was cancelled in rank 0.</exception>
    /// <exception cref="IOException">Rank 0 could not read it for another reason.</exception>
    public static TrainingCheckpoint Share(IGradientExchange exchange, Func<TrainingCheckpoint> load)
    {
        if (exchange.Rank == 0)
        {
            return Send(exchange, load);
        }

        byte[] state = [0];
        exchange.Broadcast(state);
        using BroadcastStream stream = new(exchange);
        if (state[0] == Follows)
        {
            return TrainingCheckpoint.Load(stream);
        }

        using StreamReader reader = new(stream, Encoding.UTF8);
        string reason = reader.ReadToEnd();
        throw state[0] switch
        {
            IsInvalid => new InvalidDataException($"Rank 0 could not load the checkpoint. {reason}"),
            Cancelled => new OperationCanceledException($"Rank 0 was cancelled: {reason}"),
            _ => new IOException($"Rank 0 could not load the checkpoint. {reason}"),
        };
    }

    private static TrainingCheckpoint Send(IGradientExchange exchange, Func<TrainingCheckpoint> load)
    {
        TrainingCheckpoint checkpoint;
        try
        {
            checkpoint = load();
        }
        catch (Exception exception)
        {
            exchange.Broadcast([exception switch { InvalidDataException => IsInvalid, OperationCanceledException => Cancelled, _ => Failed }]);
            using BroadcastStream message = new(exchange);
            message.Write(Encoding.UTF8.GetBytes(exception.Message));
            throw;
        }

        exchange.Broadcast([Follows]);
        using BroadcastStream stream = new(exchange);
        checkpoint.Save(stream);
        return checkpoint;
    }
}
