namespace MLNetDeep.Faults.Mutations;

/// <summary>Damages IDX and .npz files, and those of CIFAR-10.</summary>
public sealed class BinaryDataMutationTests
{
    public static TheoryData<string> Names => [.. BinaryDataFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_files_are_read_or_refused(string name) => MutationAttack.Run(BinaryDataFormats.All.Single(format => format.Name == name));
}
