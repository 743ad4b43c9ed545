namespace MLNetDeep.Faults.Mutations;

/// <summary>Damages networks, weights, checkpoints and architectures.</summary>
public sealed class EngineMutationTests
{
    public static TheoryData<string> Names => [.. EngineFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_files_are_read_or_refused(string name) => MutationAttack.Run(EngineFormats.All.Single(format => format.Name == name));
}
