using System.Runtime.InteropServices;

namespace MLNetDeep.Mpi.Native;

/// <summary>
/// The constants of an MPI. Open MPI's handles are addresses of objects that its library exports; those of MPICH and its relatives are
/// integers. Each fits into a native integer, and so into a register in which either library reads what it expects.
/// </summary>
internal sealed record MpiHandles(
    nint World, nint Float, nint Double, nint Byte, nint Sum, nint ErrorsReturn, nint NoInfo, nint InPlace, nint NoStatus, int SharedMemory)
{
    /// <summary>Those of MPICH's binary interface, which Intel MPI, MVAPICH and Microsoft MPI share.</summary>
    public static MpiHandles Mpich { get; } = new(
        World: 0x44000000, Float: 0x4c00040a, Double: 0x4c00080b, Byte: 0x4c00010d, Sum: 0x58000003, ErrorsReturn: 0x54000001,
        NoInfo: 0x1c000000, InPlace: -1, NoStatus: 1, SharedMemory: 1);

    /// <summary>Those of Open MPI.</summary>
    public static MpiHandles OpenMpi(nint library)
    {
        nint Address(string name) => NativeLibrary.GetExport(library, $"ompi_{name}");
        return new(
            Address("mpi_comm_world"), Address("mpi_float"), Address("mpi_double"), Address("mpi_byte"), Address("mpi_op_sum"),
            Address("mpi_errors_return"), Address("mpi_info_null"), InPlace: 1, NoStatus: 0, SharedMemory: 0);
    }
}
